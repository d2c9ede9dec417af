import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runConvert, type ConvertOptions } from '../../cli/commands/convert.ts';
import { analysisSchema } from '../../core/result/analysisSchema.ts';
import { frequencyResponse } from '../../core/measure/frequency-response/kind.ts';
import { readCapture } from '../../host/files/openCapture.ts';
import { writeWave } from '../../host/files/wave/waveWriter.ts';
import { exportCaptures } from '../../host/report/exportCaptures.ts';
import { expectClose } from '../expectClose.ts';
import { stimulusOf } from '../sweepBench.ts';
import { runCli } from './builtCli.ts';

const folder = mkdtempSync(join(tmpdir(), 'ampbench-convert-'));
const at = (name: string): string => join(folder, name);
const RUN = at('run');
const RIG = 'sim:usb-192/hpa-1';
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const analysisOf = (stdout: string) => analysisSchema.parse(JSON.parse(stdout));

beforeAll(async () => {
  const { code, stdout, stderr } = await runCli([
    ...['measure', 'frequency-response', '--rig', RIG, '--seconds', '1', '--yes', '--out', RUN, '--json'],
  ]);
  expect(code, stderr).toBe(0);
  writeFileSync(at('result.json'), stdout);
  writeFileSync(at('curve.csv'), 'Frequency (Hz);Left (dB);Right (dB)\n20;-1,5;-2,5\n1000;0;0\n');
  writeFileSync(at('z.zma'), '20 300 10\n90 500 0\n1000 305 -5\n20000 310 3\n');
  writeFileSync(at('broken.frd'), '20 1\n30 NaN\n');
}, 120_000);

describe('convert', () => {
  it('writes a run’s response, simulated as it is, the same from its folder and from its JSON', async () => {
    const fromRun = await runCli(['convert', RUN, '--to', 'frd', '--channel', 'right']);
    const fromJson = await runCli(['convert', at('result.json'), '--to', 'frd', '--channel', '2']);
    const report = await runCli(['report', RUN, '--format', 'frd', '--channel', 'right']);
    expect(fromRun.stdout).toMatch(/^\* .*SIMULATED, channel right\n\* Freq\(Hz\) Magnitude\(dB\) Phase/u);
    expect(report.stdout).toBe(fromRun.stdout);
    expect(fromJson.stdout.split('\n').slice(1)).toEqual(fromRun.stdout.split('\n').slice(1));
  });

  it('reads a table of another program and chooses a column, and says what it left', async () => {
    const { code, stdout, stderr } = await runCli(['convert', at('curve.csv'), '--to', 'csv', '--channel', 'right']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'frequency_hz,magnitude_db\r\n20,-2.5\r\n1000,0\r\n' });
    expect(stderr).toBe('curve.csv: columns that are not used: "Left (dB)"\n');
  });

  it('takes an impulse response to a WAV file and back', async () => {
    const samples = [0, 1, -0.5, 0.25];
    const header = [
      '0.1 // Peak value before normalisation',
      '4 // Response length',
      '2.0833333333333333E-5 // Sample interval (seconds)',
    ];
    writeFileSync(
      at('ir.txt'),
      ['* Impulse Response data saved by REW', ...header, '* Data start', ...samples].join('\n'),
    );
    expect((await runCli(['convert', at('ir.txt'), '--to', 'wav', '--out', at('ir.wav')])).code).toBe(0);
    const { capture } = await readCapture(at('ir.wav'));
    expect([capture.sampleRateHz, [...capture.channels[0]]]).toEqual([48_000, samples]);
  });

  it.each([
    ['broken.frd', { to: 'csv' }, 'number-invalid', 'broken.frd, line 2: "NaN"'],
    ['z.zma', { to: 'frd' }, 'format-unfit', 'FRD holds decibels'],
    ['z.zma', { to: 'wav', out: 'x.wav' }, 'format-unfit', 'wav does not hold'],
    ['curve.csv', { to: 'csv', quantity: 'impulse' }, 'quantity-other', 'no impulse response'],
    ['absent.frd', { to: 'csv' }, 'file-missing', 'absent.frd'],
    ['result.json', { to: 'zma' }, 'no-curve', 'holds no impedance'],
    ['result.json', { to: 'frd', channel: 'x' }, 'channel-unknown', 'it has 1, 2'],
  ] satisfies [string, ConvertOptions, string, string][])(
    'of %s with %o is refused as %s',
    async (source, options, code, words) => {
      await expect(runConvert(at(source), options)).rejects.toMatchObject({
        code,
        message: expect.stringContaining(words) as string,
      });
    },
  );
});

describe('captures', () => {
  const run = at('tone-run');
  const out = at('captures');
  const tone = join(out, 'thdn.main.wav');

  beforeAll(async () => {
    const { code, stderr } = await runCli(['measure', 'thdn', '--rig', RIG, '--seconds', '1', '--yes', '--out', run]);
    expect(code, stderr).toBe(0);
  }, 120_000);

  it('leave with a sidecar each, by which analyze gives what the run measured, in volts', async () => {
    const { code, stdout } = await runCli(['captures', run, '--out', out]);
    expect(code).toBe(0);
    const files = readdirSync(out).filter((file) => file.endsWith('.wav'));
    expect(stdout.trim().split('\n').sort()).toEqual(files.map((file) => join(out, file)).sort());
    expect(readFileSync(tone)).toEqual(readFileSync(join(run, 'captures', 'thdn.main.wav')));
    const measured = z
      .looseObject(analysisSchema.shape)
      .parse(JSON.parse(readFileSync(join(run, 'result.json'), 'utf8')));
    const again = analysisOf((await runCli(['analyze', 'thdn', tone, '--frequency', '997', '--json'])).stdout);
    expect(again.notKnown).toEqual(['stimulus']);
    const [level, before] = [again, measured].map(({ channels }) => channels[0].figures['level']);
    expect(level.unit).toBe('V');
    expectClose(level.value ?? NaN, before.value ?? NaN, {
      within: 1e-9,
      unit: 'V',
      because: 'the same samples and the same full scale',
    });
    expectClose(level.uncertainty ?? NaN, before.uncertainty ?? NaN, {
      within: 1e-9,
      unit: 'V',
      because: 'the sidecar says how well full scale is known',
    });
  });

  it('are not written over others', async () => {
    await expect(exportCaptures(run, out)).rejects.toMatchObject({ kind: 'storage', code: 'file-exists' });
  });

  it('without a sidecar say what is not known of them', async () => {
    const { stdout } = await runCli(['analyze', 'thdn', join(run, 'captures', 'thdn.main.wav')]);
    expect(stdout).toContain('not known: full scale in volts');
    expect(stdout).toContain('not known: what the recorder lost');
  });
});

describe('a recorded sweep', () => {
  beforeAll(async () => {
    const sampleRateHz = 48_000;
    const played = stimulusOf(frequencyResponse, sampleRateHz, { seconds: 1 });
    await writeWave(at('played.wav'), { sampleRateHz, unit: 'FS', channels: [played.map((value) => value / 8)] });
    writeFileSync(at('flat.csv'), '20,0\n40000,0\n');
    writeFileSync(at('tilt.txt'), '* Freq(Hz) SPL(dB)\n20 90.0\n1000 94.0\n20000 96.0\n');
  });
  const compare = (curve: string, ...more: readonly string[]) =>
    runCli([
      ...['analyze', 'frequency-response', at('played.wav'), '--reference', at('played.wav')],
      ...['--compare', at(curve), ...more],
    ]);

  it('is compared with a curve, both 0 dB at 1 kHz', async () => {
    const { stdout } = await compare('tilt.txt', '--json');
    const { channels } = z
      .object({
        channels: z.array(z.object({ largest: z.object({ frequencyHz: z.number(), differenceDb: z.number() }) })),
      })
      .parse(JSON.parse(stdout));
    const [{ largest }] = channels;
    expect(largest.frequencyHz).toBe(20);
    expectClose(largest.differenceDb, 4, { within: 0.01, unit: 'dB', because: 'the ends of a sweep of one second' });
    expect((await compare('flat.csv')).stdout).toMatch(
      /^response less flat\.csv, both 0 dB at 1 kHz\nchannel 1: largest /u,
    );
  });

  it('is not compared with an impedance', async () => {
    const { code, stderr } = await compare('z.zma');
    expect(code).toBe(5);
    expect(stderr).toContain('error quantity-other');
  });
});

describe('an impedance curve', () => {
  it('takes the place of the library’s', async () => {
    const args = [
      'pair',
      '--amp',
      'hpa-1',
      '--headphone',
      'hd650',
      '--spl',
      '95',
      '--impedance',
      at('z.zma'),
      '--json',
    ];
    const { sourceImpedance } = z
      .object({
        sourceImpedance: z.object({
          responseChange: z.object({
            minOhms: z.number(),
            maxOhms: z.number(),
            peakHz: z.number(),
            source: z.string(),
          }),
        }),
      })
      .parse(JSON.parse((await runCli(args)).stdout));
    expect(sourceImpedance.responseChange).toEqual({
      minOhms: 300,
      maxOhms: 500,
      peakHz: 90,
      source: 'z.zma, 20 Hz to 20000 Hz',
    });
  });

  it('in decibels is refused', async () => {
    const { code, stderr } = await runCli([
      'pair',
      '--amp',
      'hpa-1',
      '--headphone',
      'hd650',
      '--spl',
      '95',
      '--impedance',
      at('curve.csv'),
    ]);
    expect(code).toBe(5);
    expect(stderr).toContain('must have ohms');
  });
});
