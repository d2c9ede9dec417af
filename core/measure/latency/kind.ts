import { estimateTimeBase } from '../../clock/estimateTimeBase.ts';
import type { TimeBase } from '../../clock/timeBase.ts';
import { AmpbenchError } from '../../errors.ts';
import { absentFigure, makeFigure } from '../../result/makeFigure.ts';
import type { Figure } from '../../result/figure.ts';
import { exponentialSweep } from '../../signal/sweep.ts';
import type { Analysis, ChannelAnalysis, KindDefinition, MeasurementTake, StimulusBench } from '../analysis.ts';
import { captureOf } from '../analyzeKind.ts';
import { checkCapture } from '../integrity/checkCapture.ts';
import type { MeasureSettings } from '../settings.ts';

const DEFINITION = 'latency.group-delay';
const POLARITY_DEFINITION = 'polarity.sign';
const LEAST_CORRELATION = 0.5;
const PAUSE_SECONDS = 0.1;

/** Two sweeps: with two, the clocks' offset is not taken for the DUT's phase. */
function stimulus(settings: MeasureSettings, bench: StimulusBench): readonly MeasurementTake[] {
  const { sampleRateHz, levelVoltsRms: voltsRms, channelCount } = bench;
  const pause = Math.round(PAUSE_SECONDS * sampleRateHz);
  const sweep = exponentialSweep({
    sampleRateHz,
    lowHz: 20,
    highHz: 0.45 * sampleRateHz,
    seconds: (settings.seconds ?? 2) / 2,
    voltsRms,
  });
  const samples = new Float64Array(3 * pause + 2 * sweep.length);
  samples.set(sweep, pause);
  samples.set(sweep, 2 * pause + sweep.length);
  return [{ role: 'main', channels: Array.from({ length: channelCount }, () => samples) }];
}

function figuresOf(timeBase: TimeBase, channel: number): Record<string, Figure> {
  const { sampleRateHz, latencyFrames, latencyUncertaintyFrames, polarity } = timeBase;
  const place = { channel: `${channel}`, conditions: { sampleRateHz } } as const;
  return {
    latency: makeFigure({
      ...place,
      id: 'latency',
      value: latencyFrames / sampleRateHz,
      unit: 's',
      parts: [{ source: 'method', value: latencyUncertaintyFrames / sampleRateHz }],
      definitionId: DEFINITION,
    }),
    polarity:
      polarity === 0
        ? absentFigure(
            { ...place, id: 'polarity', unit: 'ratio', definitionId: POLARITY_DEFINITION },
            'one-frequency',
            'a steady tone shows no polarity',
          )
        : {
            ...makeFigure({
              ...place,
              id: 'polarity',
              value: polarity,
              unit: 'ratio',
              parts: [{ source: 'method', value: 0 }],
              definitionId: POLARITY_DEFINITION,
            }),
            text: polarity > 0 ? 'not inverted' : 'inverted',
          },
  };
}

function analyzeChannel(
  reference: Float64Array,
  samples: Float64Array,
  sampleRateHz: number,
  channel: number,
): { analysis: ChannelAnalysis; timeBase: TimeBase } {
  const timeBase = estimateTimeBase(reference, samples, sampleRateHz);
  if (timeBase.correlation < LEAST_CORRELATION)
    throw new AmpbenchError(
      'data',
      'no-stimulus',
      `the reference explains ${timeBase.correlation.toFixed(2)} of channel ${channel} but must explain ${LEAST_CORRELATION} in latency`,
      { channel, correlation: timeBase.correlation },
      'Give the file that was played.',
    );
  return { timeBase, analysis: { channel, figures: figuresOf(timeBase, channel), curves: {}, flags: [] } };
}

export const latencyKind: KindDefinition = {
  kind: 'latency',
  title: 'Latency and polarity',
  options: ['seconds'],
  roles: ['main'],
  reference: 'needed',
  leastChannels: 1,
  stimulus,
  analyze(input): Analysis {
    const capture = captureOf(input, 'main', 'latency');
    const { reference } = input;
    if (reference === null) throw new Error('latency was analysed without what was played');
    const each = capture.channels.map((samples, index) =>
      analyzeChannel(
        reference.channels[Math.min(index, reference.channels.length - 1)],
        samples,
        capture.sampleRateHz,
        index + 1,
      ),
    );
    return {
      kind: 'latency',
      schemaVersion: 1,
      sampleRateHz: capture.sampleRateHz,
      frames: capture.channels[0].length,
      definitionId: DEFINITION,
      channels: each.map(({ analysis }) => analysis),
      clock: each[0].timeBase.clock,
      integrity: checkCapture({ capture, reference }).findings,
    };
  },
};
