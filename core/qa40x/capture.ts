import { AmpbenchError } from '../errors.ts';
import { readTone } from '../dsp/toneLine.ts';
import { chirpResponse } from './chirpResponse.ts';
import { readDistortion, type Distortion } from './distortion.ts';
import type { Qa40xSettings } from './settings.ts';
import { linearSpectrum, type LinearSpectrum } from './spectrum.ts';

type Pair<Value> = readonly [left: Value, right: Value];

/** What one acquisition recorded, with all that is read of it. Readings are kept: clients ask for many at once. */
export class Qa40xCapture {
  readonly sampleRateHz: number;
  /** Volts. */
  readonly input: Pair<Float64Array>;
  /** Volts at the generator. */
  readonly output: Pair<Float64Array>;
  readonly #chirp: Qa40xSettings['chirp'] | null;
  readonly #spectra = new Map<string, Pair<LinearSpectrum>>();
  readonly #distortions = new Map<string, Pair<Distortion>>();

  /** @param chirp null: what played was no chirp */
  constructor(
    sampleRateHz: number,
    input: Pair<Float64Array>,
    output: Pair<Float64Array>,
    chirp: Qa40xSettings['chirp'] | null,
  ) {
    this.sampleRateHz = sampleRateHz;
    this.input = input;
    this.output = output;
    this.#chirp = chirp;
  }

  /** Of a chirp: the responses. */
  inputSpectra(settings: Pick<Qa40xSettings, 'window' | 'isAWeighted'>): Pair<LinearSpectrum> {
    const chirp = this.#chirp;
    if (chirp !== null)
      return kept(this.#spectra, 'chirp', () => chirpResponse(this.input, this.output, this.sampleRateHz, chirp));
    return this.#spectraOf('input', settings);
  }

  outputSpectra(settings: Pick<Qa40xSettings, 'window' | 'isAWeighted'>): Pair<LinearSpectrum> {
    return this.#spectraOf('output', settings);
  }

  /** @throws AmpbenchError `usage/band-empty`, `data/record-too-short`, `data/frequency-above-nyquist` */
  distortions(
    fundamentalHz: number,
    [lowHz, highHz]: readonly [number, number],
    { window }: Pick<Qa40xSettings, 'window'>,
  ): Pair<Distortion> {
    const bandHz = [lowHz, Math.min(highHz, this.sampleRateHz / 2)] as const;
    if (!(fundamentalHz > 0 && bandHz[0] < bandHz[1]))
      throw new AmpbenchError(
        'usage',
        'band-empty',
        `the fundamental is ${fundamentalHz} Hz and the band ${bandHz[0]} Hz to ${bandHz[1]} Hz: both must be above 0, and the band must rise`,
        { fundamentalHz, lowHz, highHz },
      );
    return kept(this.#distortions, `${fundamentalHz} ${lowHz} ${highHz} ${window}`, () => {
      const request = { sampleRateHz: this.sampleRateHz, fundamentalHz, bandHz, window };
      const read = (samples: Float64Array): Distortion => readDistortion(samples, request);
      return [read(this.input[0]), read(this.input[1])];
    });
  }

  /** Phase of the right input re the left one at a tone, −π … π, and the tone's frequency. @throws AmpbenchError `data/record-too-short` */
  phase(nominalHz: number | null): { readonly phaseRadians: number; readonly frequencyHz: number } {
    const { sampleRateHz } = this;
    const read = (samples: Float64Array, frequencyHz: number | null): ReturnType<typeof readTone> =>
      readTone(samples, 0, samples.length, { sampleRateHz, nominalHz: frequencyHz, highestHz: 0 });
    const left = read(this.input[0], nominalHz);
    const right = read(this.input[1], left.frequencyHz);
    const turns = (right.phaseRadians - left.phaseRadians) / (2 * Math.PI);
    return { phaseRadians: 2 * Math.PI * (turns - Math.round(turns)), frequencyHz: left.frequencyHz };
  }

  #spectraOf(
    side: 'input' | 'output',
    { window, isAWeighted }: Pick<Qa40xSettings, 'window' | 'isAWeighted'>,
  ): Pair<LinearSpectrum> {
    return kept(this.#spectra, `${side} ${window} ${isAWeighted}`, () => {
      const weighting = isAWeighted ? 'a' : 'unweighted';
      const spectrumOf = (samples: Float64Array): LinearSpectrum =>
        linearSpectrum(samples, this.sampleRateHz, window, weighting);
      return [spectrumOf(this[side][0]), spectrumOf(this[side][1])];
    });
  }
}

const MOST_KEPT = 8;

/** A reading from the shelf, or made and put there. */
function kept<Reading>(shelf: Map<string, Reading>, key: string, make: () => Reading): Reading {
  const known = shelf.get(key);
  if (known !== undefined) return known;
  if (shelf.size >= MOST_KEPT) shelf.delete(shelf.keys().next().value as string);
  const made = make();
  shelf.set(key, made);
  return made;
}
