import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { analysisSchema } from '../../core/result/analysisSchema.ts';
import { readCapture } from '../../host/files/openCapture.ts';
import { expectClose } from '../expectClose.ts';
import { runCli } from './builtCli.ts';

const folder = mkdtempSync(join(tmpdir(), 'ampbench-convert-'));
const at = (name: string): string => join(folder, name);
const RUN = at('run');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const analysisOf = (stdout: string) => analysisSchema.parse(JSON.parse(stdout));

beforeAll(async () => {
  const { code, stdout, stderr } = await runCli([
    ...[
      'measure',
      'frequency-response',
      '--rig',
      'sim:usb-192/hpa-1',
      '--seconds',
      '1',
      '--yes',
      '--out',
      RUN,
      '--json',
    ],
  ]);
  expect(code, stderr).toBe(0);
  writeFileSync(at('result.json'), stdout);
  writeFileSync(at('curve.csv'), 'Frequency (Hz);Left (dB);Right (dB)\n20;-1,5;-2,5\n1000;0;0\n');
  writeFileSync(at('z.zma'), '20 300 10\n90 500 0\n1000 305 -5\n20000 310 3\n');
  writeFileSync(at('broken.frd'), '20 1\n30 NaN\n');
});

describe('convert', () => {
  it('writes a run’s response, simulated as it is, the same from its folder and from its JSON', async () => {
    const fromRun = await runCli(['convert', RUN, '--to', 'frd', '--channel', 'right']);
    const fromJson = await runCli(['convert', at('result.json'), '--to', 'frd', '--channel', '2']);
    const report = await runCli(['report', RUN, '--format', 'frd', '--channel', 'right']);
    expect(fromRun.stdout).toMatch(/^\* Measurement: .*SIMULATED, channel right\n\* Freq\(Hz\) Magnitude\(dB\) Phase/u);
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
    [['broken.frd', '--to', 'csv'], 5, /number-invalid: broken\.frd, line 2: "NaN"/u],
    [['z.zma', '--to', 'frd'], 3, /format-unfit: FRD holds decibels/u],
    [['z.zma', '--to', 'wav', '--out', 'x.wav'], 3, /format-unfit/u],
    [['curve.csv', '--to', 'csv', '--quantity', 'impulse'], 5, /quantity-other/u],
    [['absent.frd', '--to', 'csv'], 5, /absent\.frd/u],
    [['result.json', '--to', 'zma'], 5, /no-curve: this result holds no impedance/u],
    [['result.json', '--to', 'frd', '--channel', 'x'], 3, /it has 1, 2/u],
  ])('%j ends with %i and says why', async (args, expected, message) => {
    const { code, stdout, stderr } = await runCli([
      'convert',
      ...args.map((arg) => (/\.\w{3,4}$/u.test(arg) ? at(arg) : arg)),
    ]);
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
    expect(stderr).toMatch(message);
  });
});

describe('captures', () => {
  const out = at('captures');
  const sweep = join(out, 'frequency-response.main.wav');

  it('leave with a sidecar each, by which analyze gives what the run measured, in volts', async () => {
    const { code, stdout } = await runCli(['captures', RUN, '--out', out]);
    expect(code).toBe(0);
    expect(stdout.trim().split('\n').sort()).toEqual(
      readdirSync(out)
        .filter((file) => file.endsWith('.wav'))
        .map((file) => join(out, file))
        .sort(),
    );
    expect(readFileSync(sweep)).toEqual(readFileSync(join(RUN, 'captures', 'frequency-response.main.wav')));
    const measured = z.looseObject(analysisSchema.shape).parse(JSON.parse(readFileSync(at('result.json'), 'utf8')));
    const again = analysisOf((await runCli(['analyze', 'frequency-response', sweep, '--json'])).stdout);
    expect(again.notKnown).toEqual(['stimulus']);
    const corner = (channels: typeof again.channels): number => channels[0].figures['corner-high-0.1db'].value ?? NaN;
    expectClose(corner(again.channels), corner(measured.channels), {
      within: 1,
      unit: 'Hz',
      because: 'the same samples, the same arithmetic but for the gain that is not known',
    });
  });

  it('are not written over others', async () => {
    const { code, stderr } = await runCli(['captures', RUN, '--out', out]);
    expect(code).toBe(5);
    expect(stderr).toContain('error file-exists');
  });

  it('of another length than their sidecar says are refused', async () => {
    const file = `${sweep}.json`;
    const kept = readFileSync(file, 'utf8');
    writeFileSync(file, kept.replace(/"frameCount": \d+/u, '"frameCount": 7'));
    const { code, stderr } = await runCli(['analyze', 'frequency-response', sweep]);
    writeFileSync(file, kept);
    expect(code).toBe(5);
    expect(stderr).toContain('error sidecar-of-another');
  });

  it('without a sidecar say what is not known of them', async () => {
    const { stdout } = await runCli(['analyze', 'hum', join(RUN, 'captures', 'frequency-response.main.wav')]);
    expect(stdout).toContain('not known: full scale in volts');
    expect(stdout).toContain('not known: what the recorder lost');
  });

  it('are compared with a curve: a run with its own response differs in nothing', async () => {
    await runCli(['convert', RUN, '--to', 'csv', '--out', at('own.csv')]);
    const { stdout } = await runCli(['analyze', 'frequency-response', sweep, '--compare', at('own.csv'), '--json']);
    const { channels } = z.object({ channels: z.array(z.object({ rmsDb: z.number() })) }).parse(JSON.parse(stdout));
    expectClose(channels[0].rmsDb, 0, {
      within: 1e-3,
      unit: 'dB',
      because: 'the run aligned the capture by what it played, the file by its time reference',
    });
    const text = await runCli(['analyze', 'frequency-response', sweep, '--compare', at('own.csv')]);
    expect(text.stdout).toMatch(/^response less own\.csv, both 0 dB at 1 kHz\nchannel 1: largest /u);
    const refused = await runCli(['analyze', 'frequency-response', sweep, '--compare', at('z.zma')]);
    expect(refused.stderr).toContain('error quantity-other');
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
