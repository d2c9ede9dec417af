import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { captureReading } from '../../cli/options/captureReading.ts';
import type { CaptureSidecar } from '../../core/interchange/captureSidecar.ts';
import { kindNamed } from '../../core/measure/kinds.ts';
import { writeWave } from '../../host/files/wave/waveWriter.ts';

let folder = '';
const at = (name: string): string => join(folder, name);

/** A capture of three channels; with a sidecar where its full scale is given. */
async function capture(name: string, fullScaleVoltsRms: number | null): Promise<void> {
  await writeWave(at(name), { sampleRateHz: 48_000, unit: 'FS', channels: [1, 2, 3].map(() => new Float64Array(4)) });
  if (fullScaleVoltsRms === null) return;
  const sidecar: CaptureSidecar = {
    kind: 'capture-sidecar',
    schemaVersion: 1,
    file: name,
    sampleRateHz: 48_000,
    channelCount: 3,
    frameCount: 4,
    calibration: { fullScaleVoltsRms, relativeUncertainty: 0.002 },
    channels: [
      { name: 'left', role: 'measured' },
      { name: null, role: 'unused' },
      { name: null, role: 'time-reference' },
    ],
    stimulus: null,
    clock: 'shared',
    simulated: true,
  };
  await writeFile(at(`${name}.json`), JSON.stringify(sidecar));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ampbench-reading-'));
  await capture('described.wav', 2);
  await capture('other.wav', 4);
  await capture('bare.wav', null);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const response = kindNamed('frequency-response');

describe('how captures are read', () => {
  it('[FILE-12] follows the sidecar: calibration, its uncertainty, the time reference, and that it was simulated', async () => {
    expect(await captureReading(response, [at('described.wav')], undefined, {}, {})).toEqual({
      reading: { startSeconds: 0, endSeconds: null, fullScaleVoltsRms: 2, referenceFullScaleVoltsRms: null },
      calibrationUncertainty: 0.002,
      settings: { timeReferenceChannel: 3 },
      notKnown: ['stimulus'],
      simulated: true,
    });
  });

  it('[FILE-12] options count over the sidecar', async () => {
    const options = { fullScaleVolts: '5', referenceFullScaleVolts: '7' };
    const settings = { timeReferenceChannel: 2 };
    const read = await captureReading(response, [at('described.wav')], at('other.wav'), settings, options);
    expect(read).toMatchObject({
      reading: { fullScaleVoltsRms: 5, referenceFullScaleVoltsRms: 7 },
      calibrationUncertainty: 0.01,
      settings,
      notKnown: [],
    });
    const stated = await captureReading(response, [at('described.wav')], undefined, {}, { fullScaleAccuracy: '3' });
    expect(stated.calibrationUncertainty).toBe(0.03);
  });

  it('[FILE-12] the reference has a full scale of its own, and a kind without time reference is given none', async () => {
    const { reading } = await captureReading(response, [at('bare.wav')], at('other.wav'), {}, {});
    expect(reading).toMatchObject({ fullScaleVoltsRms: null, referenceFullScaleVoltsRms: 4 });
    expect((await captureReading(kindNamed('noise'), [at('described.wav')], undefined, {}, {})).settings).toEqual({});
  });

  it('[FILE-12] without a sidecar says what is not known', async () => {
    const { notKnown, simulated } = await captureReading(response, [at('bare.wav')], undefined, {}, {});
    expect({ notKnown, simulated }).toEqual({ notKnown: ['calibration', 'stimulus', 'recorder'], simulated: false });
  });

  it.each(['other.wav', 'bare.wav'])(
    '[FILE-13] refuses captures of two full scales, unless one is given for all: %s',
    async (second) => {
      const both = [at('described.wav'), at(second)];
      const kind = kindNamed('output-impedance');
      await expect(captureReading(kind, both, undefined, {}, {})).rejects.toMatchObject({ code: 'sidecars-differ' });
      const { reading } = await captureReading(kind, both, undefined, {}, { fullScaleVolts: '3' });
      expect(reading.fullScaleVoltsRms).toBe(3);
    },
  );
});
