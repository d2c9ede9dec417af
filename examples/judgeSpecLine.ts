// A published line against a measured figure: node examples/judgeSpecLine.ts
import { parseCard } from 'ampbench/card';
import { analyzeKind, kindNamed, type Capture } from 'ampbench/measure';
import { judgeFigures } from 'ampbench/verify';

const card = parseCard('THD+N: < 0.01 % at 1 kHz, 2 V rms\nGain: 6 dB');

// What such an amplifier might have given: 2 V rms at 1 kHz with 0.004 % of second harmonic.
const sampleRateHz = 48_000;
const volts = Float64Array.from({ length: sampleRateHz }, (_, frame) => {
  const angle = (2 * Math.PI * 1000 * frame) / sampleRateHz;
  return 2 * Math.SQRT2 * (Math.sin(angle) + 0.000_04 * Math.sin(2 * angle));
});
const main: Capture = { sampleRateHz, unit: 'V', channels: [volts] };
const { channels } = analyzeKind(kindNamed('thdn'), { captures: { main }, reference: null }, {});
const figures = channels.flatMap((channel) => Object.values(channel.figures));

for (const claim of card.claims) {
  const { asWritten, verdict, reasonCode, text } = judgeFigures(claim, card, figures);
  console.log(`${asWritten}: ${verdict} (${reasonCode})\n  ${text}`);
}
