import type { Rig } from '../calibration/rig.ts';
import { estimateToneClock } from '../clock/estimateToneClock.ts';
import { alignByEnvelope } from '../dsp/alignment.ts';
import { powerSpectrum } from '../dsp/powerSpectrum.ts';
import { logFrequencies } from '../dsp/transferFunction.ts';
import { AmpbenchError } from '../errors.ts';
import { analyzeTransfer } from '../measure/frequency-response/analyze.ts';
import { analyzeNoise } from '../measure/noise/analyze.ts';
import { densityCurve } from '../measure/noise/densityCurve.ts';
import { analyzeThdn } from '../measure/thdn/analyze.ts';

import { LOOPBACK } from '../planner/wiring.ts';
import { floorOf } from '../planner/rigFloor.ts';
import type { Figure } from '../result/figure.ts';
import { makeFigure } from '../result/makeFigure.ts';
import { playChannels } from '../run/playChannels.ts';
import type { BenchContext } from '../run/context.ts';
import type { Procedure } from '../run/effects.ts';
import { dbFromRatio } from '../units/decibel.ts';
import { DEFAULT_RULES } from '../verdict/deviationRules.ts';
import type { OpenedPath } from './audioPath.ts';
import type { RigBaseline } from './baseline.ts';
import { baselineStimulus, CROSSTALK_HZ, type BaselineStimulus } from './baselineStimulus.ts';
import { togetherOf } from './preflightStimulus.ts';
import { runPreflight } from './runPreflight.ts';
import { spectrumColumns } from './spectrumColumns.ts';

const STEP = { id: 'baseline', title: 'Baseline of the rig', wiring: LOOPBACK };
const HARMONIC_COUNT = 10;
const LOWEST_HZ = 20;
const RESPONSE_POINTS_PER_OCTAVE = 12;
const { frequencyHz: TONE_HZ, bandHz: BAND_HZ } = DEFAULT_RULES;

interface Stretch {
  readonly start: number;
  readonly length: number;
}

/**
 * The rig measured against itself: a preflight, then THD+N at the generator's and the capture's level, noise, response, crosstalk and clock relation.
 * docs/spec/baseline.md.
 * @throws AmpbenchError `device/preflight-failed` where the preflight finds what would spoil every figure
 */
export function* runBaseline(
  context: BenchContext,
  path: OpenedPath,
  options: { readonly simulated: boolean; readonly measuredAt: string },
): Procedure<RigBaseline> {
  const { rig } = context;
  const { checks } = yield* runPreflight(context, path, options.simulated);
  const wrong = checks.find(({ status }) => status === 'failed');
  if (wrong !== undefined) {
    throw new AmpbenchError('device', 'preflight-failed', wrong.text, { check: wrong.id }, wrong.advice ?? undefined);
  }
  const stimulus = baselineStimulus(rig);
  const { channels } = yield* playChannels(
    context,
    STEP,
    {
      takeId: 'baseline.take',
      sampleRateHz: stimulus.sampleRateHz,
      channels: stimulus.channels,
      peakVoltsRms: stimulus.captureVoltsRms,
      bitExact: false,
    },
    1,
  );
  return { schemaVersion: 1, ...options, rig, ...readBaseline(rig, stimulus, channels) };
}

function readBaseline(
  rig: Rig,
  stimulus: BaselineStimulus,
  channels: readonly Float64Array[],
): Omit<RigBaseline, 'schemaVersion' | 'measuredAt' | 'rig' | 'simulated'> {
  const { sampleRateHz, generatorVoltsRms, captureVoltsRms } = stimulus;
  const { latencyFrames } = alignByEnvelope(togetherOf(stimulus.channels), togetherOf(channels), sampleRateHz);
  const margin = Math.round(0.06 * sampleRateHz);
  const within = (id: string): Stretch => {
    const place = stimulus.places.get(id)!;
    return { start: place.startFrame + latencyFrames + margin, length: place.frames - 2 * margin };
  };
  const figures: Figure[] = [];
  const curves = channels.map((samples, index) => {
    const { name } = rig.channels[index];
    for (const [id, voltsRms] of [
      ['generator', generatorVoltsRms],
      ['capture', captureVoltsRms],
    ] as const)
      figures.push(thdnFigure(samples, within(id), sampleRateHz, name, voltsRms));
    const idle = within('idle');
    const noise = analyzeNoise(samples, idle.start, idle.length, sampleRateHz, BAND_HZ);
    figures.push(noiseFigure(noise.weighted.unweighted, rig, name));
    const tone = within('capture');
    const density = densityCurve(noise.spectrum, LOWEST_HZ, 1);
    return {
      channel: name,
      spectrum: spectrumColumns(powerSpectrum(samples, tone.start, tone.length, sampleRateHz, 0), LOWEST_HZ),
      noise: {
        frequenciesHz: density['frequenciesHz'] as number[],
        voltsPerRootHz: density['densities'] as number[],
      },
      response: responseOf(stimulus, samples, index, latencyFrames),
    };
  });
  figures.push(...crosstalkFigures(rig, stimulus, channels, within));
  const { start, length } = within('capture');
  const floor = floorOf(figures);
  if (floor === null) throw new Error('a baseline without THD+N or noise');
  const { ppm, uncertaintyPpm, wanderPpm } = estimateToneClock(channels[0], start, length, sampleRateHz, TONE_HZ);
  return {
    generatorVoltsRms,
    captureVoltsRms,
    bandHz: [BAND_HZ[0], BAND_HZ[1]],
    figures: figures as RigBaseline['figures'],
    curves,
    clock: { ppm, uncertaintyPpm, wanderPpm },
    floor,
  };
}

function thdnFigure(
  samples: Float64Array,
  { start, length }: Stretch,
  sampleRateHz: number,
  channel: string,
  inputVoltsRms: number,
): Figure {
  const settings = { sampleRateHz, frequencyHz: TONE_HZ, bandHz: BAND_HZ, harmonicCount: HARMONIC_COUNT };
  const { thdnRatio, thdnUncertainty } = analyzeThdn(samples, start, length, settings);
  return makeFigure({
    id: 'thd-n',
    channel,
    value: thdnRatio,
    unit: 'ratio',
    parts: [{ source: 'repeatability', value: thdnUncertainty }],
    definitionId: 'thdn.lobe.total.20-20k',
    conditions: { frequencyHz: TONE_HZ, bandHz: BAND_HZ, inputVoltsRms, loadOhms: null },
    flags: ['baseline'],
    dbReference: 'total',
  });
}

function noiseFigure(noise: { rms: number; relativeUncertainty: number }, rig: Rig, channel: string): Figure {
  return makeFigure({
    id: 'noise',
    channel,
    value: noise.rms,
    unit: 'V',
    parts: [
      { source: 'repeatability', value: noise.relativeUncertainty * noise.rms },
      { source: 'calibration', value: rig.input.relativeUncertainty * noise.rms },
    ],
    definitionId: 'noise.rms.20-20k',
    conditions: { bandHz: BAND_HZ, loadOhms: null },
    flags: ['baseline'],
  });
}

/** What each channel hears of the one that plays alone, in a narrow band around its tone: an upper bound where it is not told from noise. */
function crosstalkFigures(
  rig: Rig,
  { sampleRateHz, captureVoltsRms }: BaselineStimulus,
  channels: readonly Float64Array[],
  within: (id: string) => Stretch,
): Figure[] {
  return rig.channels.flatMap((driven, from) =>
    CROSSTALK_HZ.flatMap((hz) => {
      const { start, length } = within(`crosstalk-${from}-${hz}`);
      const loud = lineRms(channels[from], start, length, sampleRateHz, hz);
      return rig.channels.flatMap(({ name }, to) => {
        if (to === from) return [];
        const heard = lineRms(channels[to], start, length, sampleRateHz, hz);
        return [
          makeFigure({
            id: 'crosstalk',
            channel: name,
            value: heard / loud,
            unit: 'ratio',
            parts: [],
            definitionId: 'crosstalk.selective',
            conditions: { frequencyHz: hz, inputVoltsRms: captureVoltsRms, channelsDriven: [driven.name] },
            flags: ['baseline'],
            dbReference: 'driven-channel',
            bound: '≤',
          }),
        ];
      });
    }),
  );
}

/** Rms within a lobe of a line. */
function lineRms(samples: Float64Array, start: number, length: number, sampleRateHz: number, hz: number): number {
  const { power, binWidthHz, lobeHalfWidthHz } = powerSpectrum(samples, start, length, sampleRateHz, 0);
  const first = Math.floor((hz - lobeHalfWidthHz) / binWidthHz);
  const last = Math.ceil((hz + lobeHalfWidthHz) / binWidthHz);
  let sum = 0;
  for (let bin = first; bin <= last; bin++) sum += power[bin];
  return Math.sqrt(sum);
}

function responseOf(
  { channels, places, sampleRateHz }: BaselineStimulus,
  samples: Float64Array,
  index: number,
  latencyFrames: number,
): RigBaseline['curves'][number]['response'] {
  const { startFrame, frames } = places.get('sweep')!;
  const around = Math.round(0.1 * sampleRateHz);
  const from = startFrame - around;
  const to = startFrame + frames + around;
  const frequenciesHz = logFrequencies(LOWEST_HZ, 0.43 * sampleRateHz, RESPONSE_POINTS_PER_OCTAVE, [1000]);
  const recorded = samples.slice(from + latencyFrames, to + latencyFrames);
  const [points] = analyzeTransfer(channels[index].slice(from, to), [recorded], sampleRateHz, frequenciesHz);
  const gains = points.map(({ re, im }) => dbFromRatio(Math.hypot(re, im)));
  const reference = gains[frequenciesHz.indexOf(1000)];
  return { frequenciesHz, magnitudesDb: gains.map((db) => db - reference) };
}
