import { AmpbenchError } from '../errors.ts';
import type { AcquisitionStimulus } from '../run/acquire.ts';
import { multitone, multitoneDesign } from '../signal/multitone.ts';
import { RAMP_SECONDS, raisedCosine } from '../signal/ramp.ts';
import type { RandomSource } from '../signal/random.ts';
import { sine } from '../signal/sine.ts';
import { exponentialSweep } from '../signal/sweep.ts';
import { formatQuantity } from '../units/format.ts';
import { voltsRmsFromDbv } from '../units/decibel.ts';
import type { Qa40xSettings, Tone } from './settings.ts';

/** What plays for one acquisition, and the part of it that goes with the capture. */
export interface Qa40xStimulus extends AcquisitionStimulus {
  readonly channels: readonly [Float64Array, Float64Array];
  /** Volts at the generator while the capture is recorded. */
  readonly output: readonly [Float64Array, Float64Array];
}

/** A signal that goes on for longer than the record: the DUT and the input's coupling settle in it before the record begins. */
const SETTLE_SECONDS = 0.1;
const CHIRP = { lowHz: 20, highHz: 96_000, share: 0.8, leastSeconds: 0.1 };
/** Of the sample rate: what a converter's own filter leaves alone. */
const HIGHEST_SHARE = 0.45;
/** So many cycles of its lowest frequency must fit into a chirp for it to cover its band. */
const CHIRP_CYCLES = 8;

const MUTED_CHANNEL = { MuteNone: null, MuteLeft: 0, MuteRight: 1 } as const;

/** The frequency a tone is really played at: with rounding, on a bin of the record. Hz. */
export function playedHz(
  { frequencyHz }: Tone,
  { sampleRateHz, bufferFrames, roundsFrequencies }: Qa40xSettings,
): number {
  const binWidthHz = sampleRateHz / bufferFrames;
  return roundsFrequencies ? Math.max(1, Math.round(frequencyHz / binWidthHz)) * binWidthHz : frequencyHz;
}

function tones(settings: Qa40xSettings, frames: number): Float64Array {
  const { sampleRateHz } = settings;
  const samples = new Float64Array(frames);
  for (const tone of settings.tones) {
    if (!tone.isOn) continue;
    const frequencyHz = playedHz(tone, settings);
    if (frequencyHz >= sampleRateHz / 2)
      throw new AmpbenchError(
        'plan',
        'frequency-above-nyquist',
        `the generator's frequency is ${frequencyHz} Hz but must be below ${sampleRateHz / 2} Hz, half of SampleRate ${sampleRateHz}`,
        { frequencyHz, sampleRateHz },
        'Set a lower frequency or a higher SampleRate.',
      );
    const wave = sine(sampleRateHz, frames, frequencyHz, voltsRmsFromDbv(tone.levelDbv));
    for (let index = 0; index < frames; index++) samples[index] += wave[index];
  }
  return samples;
}

/** Uniform noise: flat, and its peak is only 4.8 dB above its rms. */
function noise({ bufferFrames, noiseDbv }: Qa40xSettings, frames: number, random: RandomSource): Float64Array {
  const amplitude = voltsRmsFromDbv(noiseDbv) * Math.sqrt(3);
  const round = Float64Array.from({ length: bufferFrames }, () => amplitude * (2 * random.uniform() - 1));
  return Float64Array.from({ length: frames }, (_, index) => round[index % bufferFrames]);
}

/** An exponential chirp in the first four fifths of a record; what is left of it is for its echo. */
function chirp({ sampleRateHz, bufferFrames, chirp: { levelDbv } }: Qa40xSettings): Float64Array {
  const seconds = (CHIRP.share * bufferFrames) / sampleRateHz;
  if (seconds < CHIRP.leastSeconds)
    throw new AmpbenchError(
      'plan',
      'buffer-too-short',
      `BufferSize ${bufferFrames} lasts ${formatQuantity(bufferFrames / sampleRateHz, 's')} but ExpoChirp needs ${CHIRP.leastSeconds / CHIRP.share} s`,
      { bufferFrames, sampleRateHz },
      'Set a larger BufferSize.',
    );
  const lowHz = Math.max(CHIRP.lowHz, CHIRP_CYCLES / seconds);
  const highHz = Math.min(CHIRP.highHz, HIGHEST_SHARE * sampleRateHz);
  const sweep = exponentialSweep({ sampleRateHz, lowHz, highHz, seconds, voltsRms: voltsRmsFromDbv(levelDbv) });
  const samples = new Float64Array(bufferFrames);
  samples.set(sweep.subarray(0, bufferFrames));
  return samples;
}

/** Fades a signal in and out in what lies before and behind its record. */
function faded(samples: Float64Array, sampleRateHz: number): Float64Array {
  const ramp = Math.ceil(RAMP_SECONDS * sampleRateHz);
  for (let index = 0; index < ramp; index++) {
    samples[index] *= raisedCosine(index / ramp);
    samples[samples.length - 1 - index] *= raisedCosine(index / ramp);
  }
  return samples;
}

/** A record that goes round, with the ends of one more round before and behind it. */
function wrapped(record: Float64Array, ends: number): Float64Array {
  const { length } = record;
  return Float64Array.from(
    { length: length + 2 * ends },
    (_, index) => record[(((index - ends) % length) + length) % length],
  );
}

function stimulusOf(
  channels: readonly [Float64Array, Float64Array],
  leadFrames: number,
  { bufferFrames: frames, muting }: Qa40xSettings,
): Qa40xStimulus {
  const muted = MUTED_CHANNEL[muting];
  const heard = channels.map((samples, channel) => (channel === muted ? new Float64Array(samples.length) : samples));
  const [left, right] = heard;
  const within = (samples: Float64Array): Float64Array => samples.slice(leadFrames, leadFrames + frames);
  return { channels: [left, right], leadFrames, frames, output: [within(left), within(right)] };
}

/**
 * What the generators play, the same on both outputs: before the record it rises over 20 ms and settles for 100 ms.
 * @throws AmpbenchError of kind `plan` where the settings do not fit together, `usage/stimulus-missing` with the source User
 */
export function generatedStimulus(settings: Qa40xSettings, random: RandomSource): Qa40xStimulus {
  const { sampleRateHz, bufferFrames, source } = settings;
  const end = Math.ceil(RAMP_SECONDS * sampleRateHz);
  const lead = end + Math.round(SETTLE_SECONDS * sampleRateHz);
  const frames = lead + bufferFrames + end;
  const steady = (samples: Float64Array): Qa40xStimulus => {
    const whole = faded(samples, sampleRateHz);
    return stimulusOf([whole, whole], lead, settings);
  };
  switch (source) {
    case 'Off':
      return stimulusOf([new Float64Array(bufferFrames), new Float64Array(bufferFrames)], 0, settings);
    case 'Sine':
      return steady(tones(settings, frames));
    case 'WhiteNoise':
      return steady(noise(settings, frames, random));
    case 'Multitone': {
      const peakVolts = voltsRmsFromDbv(settings.tones[0].levelDbv) * Math.SQRT2;
      return steady(multitone(multitoneDesign(sampleRateHz, 'all'), frames, peakVolts));
    }
    case 'ExpoChirp': {
      const samples = chirp(settings);
      return stimulusOf([samples, samples], 0, settings);
    }
    case 'User':
      throw new AmpbenchError(
        'usage',
        'stimulus-missing',
        'OutputSource is User but the body of the acquisition is empty',
        {},
        'Post {"Left":…,"Right":…}, or set another OutputSource.',
      );
  }
}

/**
 * What a client sent, verbatim; it goes round for 20 ms on either side, where it rises and falls.
 * @param left volts, `bufferFrames` of them
 * @throws AmpbenchError `usage/stimulus-length`, `usage/not-finite`
 */
export function givenStimulus(left: Float64Array, right: Float64Array, settings: Qa40xSettings): Qa40xStimulus {
  const { sampleRateHz, bufferFrames } = settings;
  for (const [name, samples] of [
    ['Left', left],
    ['Right', right],
  ] as const) {
    if (samples.length !== bufferFrames)
      throw new AmpbenchError(
        'usage',
        'stimulus-length',
        `${name} holds ${samples.length} values but must hold ${bufferFrames}, as many as BufferSize`,
        { channel: name, length: samples.length, bufferFrames },
      );
    const at = samples.findIndex((value) => !Number.isFinite(value));
    if (at >= 0)
      throw new AmpbenchError(
        'usage',
        'not-finite',
        `value ${at} of ${name} is ${samples[at]} but must be a number of volts`,
        { channel: name, frame: at },
      );
  }
  const ends = Math.ceil(RAMP_SECONDS * sampleRateHz);
  const whole = (samples: Float64Array): Float64Array => faded(wrapped(samples, ends), sampleRateHz);
  return stimulusOf([whole(left), whole(right)], ends, settings);
}
