// The sweep a measurement plays, through a device that is known, back to its response and corner: node examples/sweepOfDevice.ts
import { analysisCurves, valueAt, writeCurve } from 'ampbench/interchange';
import { analyzeKind, createRandom, kindNamed, type Capture } from 'ampbench/measure';

const sampleRateHz = 96_000;
const cornerHz = 20_000;
const kind = kindNamed('frequency-response');
const [take] = kind.stimulus(
  { seconds: 2 },
  { sampleRateHz, channelCount: 1, levelVoltsRms: 1, fullScaleVoltsPeak: 10, random: createRandom(1) },
);
const [played] = take.channels;

// A first-order low-pass by the bilinear transform, 3.01 dB down at its corner.
const k = Math.tan((Math.PI * cornerHz) / sampleRateHz);
const recorded = new Float64Array(played.length);
for (let frame = 1; frame < played.length; frame++)
  recorded[frame] = (k * (played[frame] + played[frame - 1]) + (1 - k) * recorded[frame - 1]) / (1 + k);

const volts = (samples: Float64Array): Capture => ({ sampleRateHz, unit: 'V', channels: [samples] });
const analysis = analyzeKind(kind, { captures: { main: volts(recorded) }, reference: volts(played) }, {});
const [{ curve }] = analysisCurves(analysis, 'low-pass', String);

console.log(`corner: ${analysis.channels[0].figures['corner-high-3db'].text}`);
for (const hertz of [100, 1000, 10_000, 20_000]) console.log(`${hertz} Hz: ${valueAt(curve, hertz)?.toFixed(2)} dB`);
console.log(writeCurve(curve, 'frd').split('\n').slice(0, 2).join('\n'));
