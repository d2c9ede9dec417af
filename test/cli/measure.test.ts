import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { analysisSchema } from '../../core/result/analysisSchema.ts';
import { createRandom } from '../../core/signal/random.ts';
import { sine } from '../../core/signal/sine.ts';
import { writeWave } from '../../host/files/wave/waveWriter.ts';
import { expectClose } from '../expectClose.ts';
import { runCli } from './builtCli.ts';

const RATE_HZ = 48_000;
let folder = '';
const at = (name: string): string => join(folder, name);

/** A tone of 0.5 of full scale with a 2nd harmonic at −60 dB in two channels, 2 s. */
async function writeTone(name: string): Promise<void> {
  const random = createRandom(1);
  const tone = sine(RATE_HZ, 2 * RATE_HZ, 997, 0.5 * Math.SQRT1_2);
  const harmonic = sine(RATE_HZ, 2 * RATE_HZ, 1994, 0.5e-3 * Math.SQRT1_2);
  const samples = tone.map((value, frame) => value + harmonic[frame] + 1e-7 * random.gaussian());
  await writeWave(at(name), { sampleRateHz: RATE_HZ, unit: 'FS', channels: [samples, samples] }, 'int24');
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ampbench-measure-'));
  await writeTone('tone.wav');
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const analysisOf = (json: string): z.infer<typeof analysisSchema> => analysisSchema.parse(JSON.parse(json));

describe('analyze', () => {
  it('prints one JSON document that fits the published schema, and nothing else', async () => {
    const { code, stdout, stderr } = await runCli(['analyze', 'thdn', at('tone.wav'), '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { channels, definitionId } = analysisOf(stdout);
    expect(definitionId).toBe('thdn.lobe.total.20-20k');
    expect(channels).toHaveLength(2);
    expectClose(channels[0].figures['thd'].db ?? NaN, -60, {
      within: 0.001,
      unit: 'dB',
      because: 'noise is 80 dB lower',
    });
    expectClose(channels[0].figures['level'].value ?? NaN, 0.5, {
      within: 1e-6,
      unit: 'FS',
      because: '24-bit rounding',
    });
  });

  it('gives volts where full scale is known, with how well it is known in their uncertainty', async () => {
    const args = [
      'analyze',
      'level',
      at('tone.wav'),
      '--full-scale-volts',
      '10',
      '--full-scale-accuracy',
      '2',
      '--json',
    ];
    const { level } = analysisOf((await runCli(args)).stdout).channels[0].figures;
    expect(level.unit).toBe('V');
    expectClose(level.value ?? NaN, 5, { within: 1e-5, unit: 'V', because: '24-bit rounding' });
    expectClose(level.uncertainty ?? NaN, 0.1, {
      within: 1e-3,
      unit: 'V',
      because: '2 % of 5 V, and next to no noise',
    });
  });

  it('heeds a stretch, a band and a method', async () => {
    const args = [
      'analyze',
      'thdn',
      at('tone.wav'),
      '--start',
      '0.5',
      '--end',
      '1.5',
      '--band',
      '20-1500',
      '--method',
      'octave',
      '--json',
    ];
    const { frames, definitionId, channels } = analysisOf((await runCli(args)).stdout);
    expect({ frames, definitionId }).toEqual({ frames: RATE_HZ, definitionId: 'thdn.octave.total.20-1.5k' });
    expect(channels[0].figures['thd']).toMatchObject({ value: null });
  });

  it('shows all methods side by side, with what each takes off', async () => {
    const { stdout } = await runCli(['analyze', 'thdn', at('tone.wav'), '--compare']);
    expect(stdout).toMatch(/aes17-notch .*\n.*0\.46 dB off H2/u);
    const { channels } = z
      .object({ channels: z.array(z.object({ readings: z.array(z.object({ method: z.string() })) })) })
      .parse(JSON.parse((await runCli(['analyze', 'thdn', at('tone.wav'), '--compare', '--json'])).stdout));
    expect(channels[0].readings.map(({ method }) => method)).toEqual([
      'lobe',
      'aes17-notch',
      'ap-bandreject',
      'octave',
    ]);
  });

  it.each([
    [['thdn'], 3, /option-missing: thdn needs a capture/u],
    [['thdn', 'tone.wav', '--open', 'tone.wav'], 3, /--open .* has no meaning for thdn/u],
    [['thdn', 'tone.wav', '--dim-low-pass', '30k'], 3, /dimLowPassHz has no meaning for thdn/u],
    [['thdn', 'tone.wav', '--frequency', 'loud'], 3, /--frequency is "loud"/u],
    [['thdn', 'tone.wav', '--band', '20'], 3, /--band is "20"/u],
    [['thdn', 'tone.wav', '--frequency', '30k'], 5, /frequency-above-nyquist/u],
    [['thdn', 'tone.wav', '--start', '-1'], 3, /--start is "-1"/u],
    [['thdn', 'tone.wav', '--end', '99'], 3, /stretch-outside-file/u],
    [['colour', 'tone.wav'], 3, /unknown-kind: "colour"/u],
    [['level', 'tone.wav', '--compare'], 3, /--compare has no meaning for level/u],
    [['latency', 'tone.wav'], 3, /reference/u],
    [['thdn', 'absent.wav'], 5, /absent\.wav/u],
    [['thdn', 'text.wav'], 5, /at byte 0/u],
  ])('%j ends with %i and says why', async (args, expected, message) => {
    writeFileSync(at('text.wav'), 'this is no recording');
    const withPaths = args.map((arg) => (arg.endsWith('.wav') ? at(arg) : arg));
    const { code, stdout, stderr } = await runCli(['analyze', ...withPaths]);
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
    expect(stderr).toMatch(message);
  });
});

describe('measure', () => {
  it('keeps what it recorded, and the file analysed again gives the same figures', async () => {
    const out = at('run');
    const { code, stdout } = await runCli(['measure', 'thdn', '--rig', 'sim:usb-192/hpa-1', '--out', out, '--json']);
    expect(code).toBe(0);
    const measured = z
      .object({ simulated: z.literal(true), channels: analysisSchema.shape.channels })
      .parse(JSON.parse(stdout));
    expect(stdout).toBe(readFileSync(join(out, 'result.json'), 'utf8'));
    const again = analysisOf(
      (await runCli(['analyze', 'thdn', join(out, 'captures', 'thdn.main.wav'), '--frequency', '997', '--json']))
        .stdout,
    );
    expectClose(again.channels[0].figures['thd-n'].value ?? NaN, measured.channels[0].figures['thd-n'].value ?? NaN, {
      within: 1e-9,
      unit: 'ratio',
      because: 'a ratio is the same in volts and re full scale',
    });
  });

  it('of the rig itself asks for loopback alone', async () => {
    const { code, stderr } = await runCli([
      'measure',
      'noise',
      '--rig',
      'sim:usb-192/hpa-1',
      '--loopback',
      '--out',
      at('loop'),
    ]);
    expect(code).toBe(0);
    expect(stderr).toContain('wire-loopback');
    expect(stderr).not.toContain('wire-open');
  });

  it.each([
    [['thdn', '--load', '7'], /load-not-on-hand/u],
    [['thdn', '--loopback', '--load', '20'], /load-in-loopback/u],
    [['output-impedance'], /load-missing/u],
    [['thdn', '--output-volts', '0'], /--output-volts is "0"/u],
  ])('%j is refused before anything plays', async (args, message) => {
    const out = at(`refused-${args.join('')}`);
    const { code, stdout, stderr } = await runCli(['measure', ...args, '--rig', 'sim:usb-192/hpa-1', '--out', out]);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(message);
    expect(existsSync(join(out, 'result.json'))).toBe(false);
  });
});

describe('selftest', () => {
  it('finds every closed form', async () => {
    const { code, stdout } = await runCli(['selftest', '--json']);
    expect(code).toBe(0);
    const { results } = z.object({ results: z.array(z.object({ ok: z.boolean() })) }).parse(JSON.parse(stdout));
    expect(results.length).toBeGreaterThan(25);
    expect(results.every(({ ok }) => ok)).toBe(true);
  });
});
