import { amplitudeScale, type AmplitudeScale } from '../amplitude.ts';
import type {
  Analysis,
  AnalysisInput,
  ChannelAnalysis,
  ClockEstimate,
  CurveColumns,
  KindDefinition,
} from '../analysis.ts';
import { captureOf } from '../analyzeKind.ts';
import { checkBand } from '../checkBand.ts';
import { toneStimulus } from '../level/stimulus.ts';
import { clockOf, expectTone, placeTones, playedFrequencyHz } from '../level/toneOf.ts';
import type { MeasureSettings } from '../settings.ts';
import { silentChannel } from '../silentChannel.ts';
import { thinSpectrum } from '../spectrum/thinSpectrum.ts';
import { analyzeThdn, type ThdnAnalysis } from './analyze.ts';
import { thdnDefinitionId, thdnFigures, type ThdnDefinition } from './figures.ts';

const SECONDS = 4.2;
const BAND_HZ = [20, 20_000] as const;
const HARMONIC_COUNT = 10;
const SPECTRUM_COLUMNS = 700;

const wrapPhase = (radians: number): number => radians - 2 * Math.PI * Math.round(radians / (2 * Math.PI));

export function thdnDefinition(settings: MeasureSettings, sampleRateHz: number): ThdnDefinition {
  const { harmonicCount = HARMONIC_COUNT, method = 'lobe', denominator = 'total' } = settings;
  // A band that nobody asked for is cut to what the capture holds
  const bandHz =
    settings.bandHz === undefined
      ? ([BAND_HZ[0], Math.min(BAND_HZ[1], sampleRateHz / 2)] as const)
      : checkBand(settings.bandHz, sampleRateHz, 'thdn');
  return { bandHz, harmonicCount, method, denominator };
}

/** Phases are re the tone's own, n-fold: `φ_n − n φ_1`. */
function harmonicCurve({ harmonics, tone }: ThdnAnalysis): CurveColumns {
  return {
    orders: harmonics.map(({ order }) => order),
    frequenciesHz: harmonics.map(({ frequencyHz }) => frequencyHz),
    ratios: harmonics.map(({ rms, isBound }) => (isBound ? null : rms / tone.rms)),
    phasesRadians: harmonics.map(({ order, phaseRadians, isBound }) =>
      isBound ? null : wrapPhase(phaseRadians - order * tone.phaseRadians),
    ),
  };
}

function spectrumCurve({ tone }: ThdnAnalysis, { perRms }: AmplitudeScale): CurveColumns {
  const { power, binWidthHz } = tone.power;
  const { frequenciesHz, voltsRms } = thinSpectrum(tone.power, 10, (power.length - 1) * binWidthHz, SPECTRUM_COLUMNS);
  return { frequenciesHz, levelsRms: voltsRms.map((rms) => rms * perRms) };
}

/** THD+N, THD, SINAD, ENOB, SNR, noise and harmonics of a tone in every channel. docs/spec/thdn.md. */
function analyze(input: AnalysisInput, settings: MeasureSettings): Analysis {
  const capture = captureOf(input, 'main', 'thdn');
  const { sampleRateHz } = capture;
  const scale = amplitudeScale(capture.unit);
  const definition = thdnDefinition(settings, sampleRateHz);
  const definitionId = thdnDefinitionId(definition);
  const playedHz = playedFrequencyHz(settings.frequencyHz, input.reference);
  const places = placeTones(capture, playedHz, 'thdn');
  let clock: ClockEstimate | null = null;
  const channels = capture.channels.map((samples, index): ChannelAnalysis => {
    const channel = index + 1;
    const place = places[index];
    if (place === null)
      return silentChannel(
        channel,
        [
          { id: 'frequency', unit: 'Hz' },
          { id: 'level', unit: scale.unit },
          { id: 'thd-n', unit: 'ratio' },
          { id: 'thd', unit: 'ratio' },
        ],
        definitionId,
        { sampleRateHz, bandHz: definition.bandHz },
      );
    const { start, length, expectedHz } = place;
    const analysis = analyzeThdn(samples, start, length, { ...definition, sampleRateHz, frequencyHz: expectedHz });
    expectTone(analysis.tone, expectedHz, `channel ${channel} of thdn`);
    if (playedHz !== null) clock ??= clockOf(analysis.tone, playedHz);
    const conditions = {
      sampleRateHz,
      frequencyHz: analysis.frequencyHz,
      bandHz: definition.bandHz,
      ...(capture.unit === 'V' ? { outputVoltsRms: analysis.fundamentalRms } : {}),
    };
    return {
      channel,
      figures: thdnFigures(analysis, definition, scale, `${channel}`, conditions),
      curves: { spectrum: spectrumCurve(analysis, scale), harmonics: harmonicCurve(analysis) },
      flags: [],
    };
  });
  return {
    kind: 'thdn',
    schemaVersion: 1,
    sampleRateHz,
    frames: capture.channels[0].length,
    definitionId,
    channels,
    clock,
    integrity: [],
  };
}

export const thdn: KindDefinition = {
  kind: 'thdn',
  title: 'THD+N, THD and harmonics',
  options: ['frequencyHz', 'bandHz', 'harmonicCount', 'method', 'denominator', 'seconds'],
  roles: ['main'],
  reference: 'used',
  leastChannels: 1,
  stimulus: (settings, bench) => toneStimulus(settings, bench, SECONDS),
  analyze,
};
