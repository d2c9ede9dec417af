import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaptureSidecar } from '../../../core/interchange/captureSidecar.ts';
import { analyzeFile } from '../../../host/files/analyzeFile.ts';
import { readSidecar } from '../../../host/files/captureSidecar.ts';
import type { SampleEncoding } from '../../../host/files/sampleCoding.ts';
import { readForeignText } from '../../../host/files/textFile.ts';
import { writeWave } from '../../../host/files/wave/waveWriter.ts';
import { filtered, lowPass, magnitudeAt } from '../../biquad.ts';
import { expectClose } from '../../expectClose.ts';
import { addNoise } from '../../sweepBench.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ampbench-tools-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface ForeignSweep {
  readonly sampleRateHz: number;
  readonly frames: number;
  readonly fromHz: number;
  readonly toHz: number;
  /** Linear up to here, logarithmic above; 0: logarithmic throughout. */
  readonly linearToHz: number;
  readonly fadeFrames: number;
}

/** A sweep as other programs play it, a quarter of a second of silence before it and a second behind. */
function foreignSweep({ sampleRateHz, frames, fromHz, toHz, linearToHz, fadeFrames }: ForeignSweep): Float64Array {
  const lead = sampleRateHz / 4;
  const samples = new Float64Array(lead + frames + sampleRateHz);
  const seconds = frames / sampleRateHz;
  const logFromHz = linearToHz > 0 ? linearToHz : fromHz;
  const rate = (Math.log(toHz / logFromHz) + (linearToHz > 0 ? 1 : 0)) / seconds;
  const linearSeconds = linearToHz > 0 ? 1 / rate : 0;
  for (let index = 0; index < frames; index++) {
    const time = index / sampleRateHz;
    const cycles =
      time < linearSeconds
        ? (linearToHz / linearSeconds / 2) * time ** 2
        : (linearToHz * linearSeconds) / 2 + (logFromHz / rate) * Math.expm1(rate * (time - linearSeconds));
    const fade = Math.min(1, index / fadeFrames, (frames - index) / fadeFrames);
    samples[lead + index] = 0.25 * Math.sin((Math.PI / 2) * fade) ** 2 * Math.sin(2 * Math.PI * cycles);
  }
  return samples;
}

const delayed = (samples: Float64Array, frames: number): Float64Array => {
  const late = new Float64Array(samples.length + frames);
  late.set(samples, frames);
  return late;
};

describe('sweeps of other programs', () => {
  it.each([
    ['float32', { sampleRateHz: 48_000, frames: 2 ** 17, fromHz: 2, toHz: 24_000, linearToHz: 0, fadeFrames: 1 }],
    ['int24', { sampleRateHz: 48_000, frames: 2 ** 17, fromHz: 0, toHz: 24_000, linearToHz: 10, fadeFrames: 200 }],
    ['int24', { sampleRateHz: 96_000, frames: 2 ** 18, fromHz: 10, toHz: 48_000, linearToHz: 0, fadeFrames: 2000 }],
    ['int16', { sampleRateHz: 44_100, frames: 2 ** 17, fromHz: 10, toHz: 22_050, linearToHz: 0, fadeFrames: 500 }],
  ] satisfies [SampleEncoding, ForeignSweep][])(
    '[FILE-11] as %s %o give the response without a sidecar',
    async (encoding, sweep) => {
      const { sampleRateHz } = sweep;
      const played = foreignSweep(sweep);
      const device = lowPass(8000, 3, sampleRateHz);
      const halved = filtered(played, device).map((value) => value / 2);
      const recorded = addNoise(delayed(halved, 12_345), 3e-6, 1);
      const reference = join(folder, 'played.wav');
      const capture = join(folder, 'capture.wav');
      await writeWave(reference, { sampleRateHz, unit: 'FS', channels: [played] }, encoding);
      await writeWave(capture, { sampleRateHz, unit: 'FS', channels: [recorded] }, encoding);
      expect(await readSidecar(capture)).toBeNull();

      const { channels } = await analyzeFile('frequency-response', { captures: { main: [capture] }, reference }, {});
      const { figures, curves } = channels[0];
      const { frequenciesHz, magnitudesDb } = curves['response'];
      const expectedDb = (hertz: number): number =>
        20 * Math.log10(magnitudeAt(device, hertz, sampleRateHz) / magnitudeAt(device, 1000, sampleRateHz));
      for (const [index, hertz] of frequenciesHz.entries()) {
        if (hertz === null || hertz < 20 || hertz > 18_000) continue;
        expectClose(magnitudesDb[index] ?? NaN, expectedDb(hertz), {
          within: 0.02,
          unit: 'dB',
          because: '16 bits and the ends of a sweep that someone else shaped',
        });
      }
      expectClose(figures['gain'].value ?? NaN, magnitudeAt(device, 1000, sampleRateHz) / 2, {
        within: 2e-4,
        unit: 'ratio',
        because: 'the figure’s own uncertainty is 0.002 dB',
      });
    },
  );
});

describe('a capture’s sidecar', () => {
  const sidecar: CaptureSidecar = {
    kind: 'capture-sidecar',
    schemaVersion: 1,
    file: 'take.wav',
    sampleRateHz: 48_000,
    channelCount: 1,
    frameCount: 4,
    calibration: { fullScaleVoltsRms: 2, relativeUncertainty: 0.01 },
    channels: [{ name: 'left', role: 'measured' }],
    stimulus: null,
    clock: null,
    simulated: false,
  };
  const path = (): string => join(folder, 'take.wav');
  const put = (content: unknown): Promise<void> => writeFile(`${path()}.json`, JSON.stringify(content));
  beforeAll(async () => {
    await writeWave(path(), { sampleRateHz: 48_000, unit: 'FS', channels: [new Float64Array(4)] });
  });

  it('[FILE-12] is read where it belongs to the file', async () => {
    await put(sidecar);
    expect(await readSidecar(path())).toEqual(sidecar);
  });

  it.each([
    [{ ...sidecar, frameCount: 5 }, 'sidecar-of-another', 'frameCount is 5'],
    [{ ...sidecar, sampleRateHz: 44_100 }, 'sidecar-of-another', 'sampleRateHz is 44100'],
    [{ ...sidecar, file: 'other.wav' }, 'sidecar-of-another', 'file is other.wav'],
    [{ ...sidecar, channels: [] }, 'sidecar-of-another', 'channels is 0'],
    [{ ...sidecar, file: '../take.wav' }, 'sidecar-damaged', 'file'],
    [
      { ...sidecar, calibration: { fullScaleVoltsRms: -1, relativeUncertainty: 0 } },
      'sidecar-damaged',
      'fullScaleVoltsRms',
    ],
    [[], 'sidecar-damaged', 'object'],
  ])('[FILE-12] that is damaged or another file’s is refused (%#)', async (content, code, words) => {
    await put(content);
    await expect(readSidecar(path())).rejects.toMatchObject({
      code,
      message: expect.stringContaining(words) as string,
    });
  });
});

describe('text of other programs', () => {
  it.each([
    ['UTF-8', Buffer.from('Größe Ω')],
    ['UTF-16, little end first', Buffer.from('\uFEFFGröße Ω', 'utf16le')],
    ['UTF-16, big end first', Buffer.from('\uFEFFGröße Ω', 'utf16le').swap16()],
  ])('[IO-READ-1] is read as %s', async (_, bytes) => {
    const path = join(folder, 'words.txt');
    await writeFile(path, bytes);
    expect(await readForeignText(path)).toBe('Größe Ω');
  });

  it('[IO-READ-1] is read as Windows-1252 where it is no UTF-8', async () => {
    const path = join(folder, 'words.txt');
    await writeFile(path, Buffer.from([0x5a, 0xb0, 0x20, 0xb5]));
    expect(await readForeignText(path)).toBe('Z° µ');
  });
});
