import { estimateToneClock } from '../../clock/estimateToneClock.ts';
import type { FigureConditions } from '../../result/figure.ts';
import { absentFigure, makeFigure } from '../../result/makeFigure.ts';
import { jtest, JTEST_PERIOD_FRAMES, JTEST_STEP_RATIO, jtestHalvings } from '../../signal/jtest.ts';
import { RAMP_SECONDS } from '../../signal/ramp.ts';
import { dbFromRatio } from '../../units/decibel.ts';
import type { Capture, ChannelAnalysis, KindDefinition } from '../analysis.ts';
import { captureOf } from '../analyzeKind.ts';
import { analyzeJitter, type JitterReading } from './analyze.ts';

const DEFAULT_SECONDS = 5;
/** Root of the sum of the pairs' squares, and the largest pair alone; from 10 Hz up. */
const RMS_DEFINITION = 'jitter.jtest-24.pairs.rss-rms.from-10';
const PEAK_DEFINITION = 'jitter.jtest-24.pairs.largest-peak.from-10';

/** Jitter of a converter from the 24-bit J-test. docs/spec/jitter.md. */
export const jitter: KindDefinition = {
  kind: 'jitter',
  title: 'Jitter, J-test',
  options: ['seconds', 'timeReferenceChannel'],
  roles: ['main'],
  reference: 'used',
  leastChannels: 1,
  stimulus: ({ seconds = DEFAULT_SECONDS }, { sampleRateHz, channelCount, fullScaleVoltsPeak, levelVoltsRms }) => {
    const periods = Math.ceil((seconds * sampleRateHz) / JTEST_PERIOD_FRAMES);
    const halvings = jtestHalvings(levelVoltsRms, fullScaleVoltsPeak);
    const rampFrames = Math.ceil(RAMP_SECONDS * sampleRateHz);
    const samples = jtest(periods * JTEST_PERIOD_FRAMES, fullScaleVoltsPeak, halvings, rampFrames);
    return [{ role: 'main', channels: Array.from({ length: channelCount }, () => samples), bitExact: true }];
  },
  analyze: (input, { timeReferenceChannel }) => {
    const { sampleRateHz, channels } = captureOf(input, 'main', 'jitter');
    const stepRatio = stepRatioOf(input.reference);
    const readings = channels
      .map((samples, index) => ({ channel: index + 1, samples }))
      .filter(({ channel }) => channel !== timeReferenceChannel)
      .map(({ channel, samples }) => ({ channel, samples, reading: analyzeJitter(samples, sampleRateHz, stepRatio) }));
    const clocks = readings.flatMap(({ samples, reading }) => {
      if (reading === null) return [];
      const { stretch, playerRateHz } = reading;
      return [() => estimateToneClock(samples, stretch.start, stretch.length, sampleRateHz, playerRateHz / 4)];
    });
    return {
      kind: 'jitter',
      schemaVersion: 1,
      sampleRateHz,
      frames: channels[0].length,
      definitionId: RMS_DEFINITION,
      channels: readings.map(({ channel, reading }) => channelAnalysis(channel, reading, sampleRateHz)),
      clock: clocks.length === 0 ? null : clocks[0](),
      integrity: [],
    };
  },
};

/** One step over the tone's peak in what was played: the code's mean is half a step below zero. */
function stepRatioOf(reference: Capture | null): number {
  if (reference === null) return JTEST_STEP_RATIO;
  const [samples] = reference.channels;
  const whole = samples.length - (samples.length % JTEST_PERIOD_FRAMES);
  let sum = 0;
  let square = 0;
  for (let frame = 0; frame < whole; frame++) {
    sum += samples[frame];
    square += samples[frame] * samples[frame];
  }
  // Twice the mean over √2 of the rms
  const ratio = (Math.SQRT2 * Math.abs(sum / whole)) / Math.sqrt(square / whole);
  return Number.isFinite(ratio) ? Math.max(ratio, JTEST_STEP_RATIO) : JTEST_STEP_RATIO;
}

function channelAnalysis(channel: number, reading: JitterReading | null, sampleRateHz: number): ChannelAnalysis {
  const identity = { channel: String(channel), unit: 's' as const };
  const total = { ...identity, id: 'jitter', definitionId: RMS_DEFINITION };
  const largest = { ...identity, id: 'jitter-peak', definitionId: PEAK_DEFINITION };
  if (reading === null) {
    const text = 'No tone of a quarter of a usual sample rate stands out in this channel.';
    const conditions = { sampleRateHz };
    return {
      channel,
      figures: {
        jitter: absentFigure({ ...total, conditions }, 'no-stimulus', text),
        'jitter-peak': absentFigure({ ...largest, conditions }, 'no-stimulus', text),
      },
      curves: {},
      flags: ['no-stimulus'],
    };
  }
  const { pairs, leastSeconds, carrierHz, bandHz } = reading;
  const conditions: FigureConditions = { sampleRateHz, frequencyHz: carrierHz, bandHz };
  const isBound = pairs.length === 0;
  const bound = isBound ? { bound: '<' as const, flags: ['below-noise'] } : {};
  // A sine's rms is its peak over √2
  const rmsSeconds = (isBound ? leastSeconds : Math.hypot(...pairs.map((pair) => pair.jitterPeakSeconds))) / Math.SQRT2;
  const rmsUncertainty = isBound
    ? rmsSeconds
    : Math.hypot(...pairs.map((pair) => pair.jitterPeakSeconds * pair.uncertaintySeconds)) / (2 * rmsSeconds);
  const worst = pairs.reduce((most, pair) => (pair.jitterPeakSeconds > most.jitterPeakSeconds ? pair : most), {
    jitterPeakSeconds: isBound ? leastSeconds : 0,
    uncertaintySeconds: leastSeconds,
  });
  return {
    channel,
    figures: {
      jitter: makeFigure({
        ...total,
        ...bound,
        conditions,
        value: rmsSeconds,
        parts: [{ source: 'repeatability', value: rmsUncertainty }],
      }),
      'jitter-peak': makeFigure({
        ...largest,
        ...bound,
        conditions,
        value: worst.jitterPeakSeconds,
        parts: [{ source: 'repeatability', value: worst.uncertaintySeconds }],
      }),
    },
    curves: {
      sidebands: {
        modulationsHz: pairs.map((pair) => pair.modulationHz),
        jitterPeakSeconds: pairs.map((pair) => pair.jitterPeakSeconds),
        uncertaintiesSeconds: pairs.map((pair) => pair.uncertaintySeconds),
        phaseSidebandsDb: pairs.map((pair) => dbFromRatio(pair.phaseSidebandRatio)),
        amplitudeSidebandsDb: pairs.map((pair) =>
          pair.amplitudeSidebandRatio > 0 ? dbFromRatio(pair.amplitudeSidebandRatio) : null,
        ),
      },
    },
    flags: isBound ? ['below-noise'] : [],
  };
}
