import { describe, expect, it } from 'vitest';
import { nextPowerOfTwo, realFft } from '../../core/dsp/fft.ts';
import { refineTrack } from '../../core/dsp/sweepPhase.ts';
import { findSweep } from '../../core/dsp/sweepTrack.ts';
import { buildProgram } from '../../core/signal/program.ts';
import { sweepRateSeconds } from '../../core/signal/sweep.ts';
import { expectClose } from '../expectClose.ts';
import { tones, whiteNoise } from '../synthetic.ts';

const sampleRateHz = 96_000;
const sweep = { kind: 'sweep', id: 'sweep', lowHz: 10, highHz: 40_000, voltsRms: 1, seconds: 3 } as const;
const pilot = { kind: 'tone', frequencyHz: 1000, voltsRms: 1, seconds: 0.25 } as const;
const program = buildProgram(sampleRateHz, [
  { kind: 'silence', seconds: 0.1 },
  { ...pilot, id: 'before' },
  { kind: 'silence', seconds: 0.15 },
  sweep,
  { kind: 'silence', seconds: 0.4 },
  { ...pilot, id: 'after' },
]);
const rateSeconds = sweepRateSeconds({ sampleRateHz, ...sweep });
const place = program.places.get('sweep')!;

describe('findSweep', () => {
  it('[FR-10] finds rate, place and the silence after it, between pilot tones', () => {
    const track = findSweep(program.samples, sampleRateHz)!;
    expectClose(track.rateSeconds / rateSeconds, 1, { within: 1e-3, unit: '1', because: 'the ripple of its ends' });
    expectClose(track.startFrame, place.startFrame, {
      within: 0.01 * sampleRateHz,
      unit: 'frames',
      because: 'silence is told from 10 ms of it, and half stays with the sweep',
    });
    expectClose(track.frames, place.frames, { within: 0.01 * sampleRateHz, unit: 'frames', because: 'as its start' });
    expectClose(track.quietFrames, 0.4 * sampleRateHz, {
      within: 0.01 * sampleRateHz,
      unit: 'frames',
      because: 'less what stays with the sweep, and the pilot’s own fade',
    });
    const passesAt = track.startFrame / sampleRateHz + track.originSeconds + track.rateSeconds * Math.log(1000);
    expectClose(passesAt, place.startFrame / sampleRateHz + rateSeconds * Math.log(100), {
      within: 1e-3,
      unit: 's',
      because: 'the delay at 1 kHz, ripple left',
    });
  });

  it('[FR-10] is refined by the phase of the whole spectrum to a millionth', () => {
    const found = findSweep(program.samples, sampleRateHz)!;
    const size = nextPowerOfTwo(found.frames);
    const own = program.samples.subarray(found.startFrame, found.startFrame + found.frames);
    const binHz = sampleRateHz / size;
    const track = refineTrack(found, realFft(own, size), binHz, 10 / binHz, 40_000 / binHz);
    expectClose(track.rateSeconds / rateSeconds, 1, {
      within: 1e-6,
      unit: '1',
      because: 'thousands of cycles, less the ripple of the sweep’s ends',
    });
    expectClose(
      track.startFrame / sampleRateHz + track.originSeconds + track.rateSeconds * Math.log(10),
      place.startFrame / sampleRateHz,
      { within: 1e-5, unit: 's', because: 'extrapolated over five octaves' },
    );
  });

  it.each([
    ['silence', new Float64Array(20_000)],
    ['noise', whiteNoise(100_000, 1, 5)],
    ['a tone', tones(sampleRateHz, 100_000, [{ frequencyHz: 997, amplitude: 1 }])],
    ['a falling sweep', program.samples.slice().reverse()],
    ['one sample', new Float64Array(1)],
  ])('[FR-10] finds none in %s', (_, samples) => {
    expect(findSweep(samples, sampleRateHz)).toBeNull();
  });
});
