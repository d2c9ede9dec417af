import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Figure } from '../../core/result/figure.ts';
import type { Verification } from '../../core/result/verification.ts';
import { decodeResult } from '../../core/result/verificationSchema.ts';
import { runCli, type CliResult } from '../cli/builtCli.ts';
import { expectClose } from '../expectClose.ts';
import { describeOnLoop } from './bench/systemParts.ts';
import { startJackBench, type JackBench } from './jackBench.ts';

const SAMPLE_RATE_HZ = 192_000;
const here = dirname(fileURLToPath(import.meta.url));

/** What the amp is set to: the answers that the run must find. */
const GAIN = 2.6151;
const OUTPUT_OHMS = 1.35;
const INPUT_OHMS = 46_000;
const NOISE_VOLTS_RMS = 2e-5;
const LOAD_OHMS = 20;
/** Peak volts at the amp's input for 1 V rms into 20 Ω. */
const INPUT_PEAK = (Math.SQRT2 * (LOAD_OHMS + OUTPUT_OHMS)) / LOAD_OHMS / GAIN;
/** −90 dBc of second harmonic there: a2·A/2 of y = gain(x + a2·x²). */
const A2 = (2 * 10 ** (-90 / 20)) / INPUT_PEAK;

describeOnLoop('the main job on a real PortAudio stream', () => {
  let bench: JackBench;
  let folder = '';
  let cli: CliResult = { code: null, stdout: '', stderr: '' };
  let result: Verification;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ampbench-jack-'));
    bench = startJackBench({ sampleRateHz: SAMPLE_RATE_HZ });
    const settings = { gain: GAIN, zout: OUTPUT_OHMS, rin: INPUT_OHMS, a2: A2, noise: NOISE_VOLTS_RMS, clip: 14.5 };
    const amp = await bench.startAmp(
      'amp',
      Object.entries(settings).map(([key, value]) => `${key}=${value}`),
    );
    const relay = `"${process.execPath}" "${join(here, 'ampOnPrompt.ts')}" "${amp.socketPath}"`;
    const args = ['verify', '--card', 'hpa-1', '--rig', join(here, 'jackAmp.rig.json'), '--out', join(folder, 'run')];
    cli = await runCli([...args, '--on-prompt', relay, '--json'], { environment: bench.environment });
    if (cli.stdout === '') throw new Error(`the run gave no result: ${cli.stderr}`);
    result = decodeResult(cli.stdout, 'stdout');
  }, 240_000);
  afterAll(async () => {
    await bench.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const figures = (stepId: string, id: string): Figure[] => {
    const record = result.steps.find(({ step }) => step.id.startsWith(stepId));
    const found = record?.figures.filter((figure) => figure.id === id) ?? [];
    expect(found.map(({ channel }) => channel)).toEqual(['left', 'right']);
    return found;
  };
  const each = (stepId: string, id: string, check: (value: number) => void): void => {
    for (const { value } of figures(stepId, id)) check(value ?? NaN);
  };

  it('is not taken for a simulation, and nothing was lost on the way', () => {
    expect(result.simulated).toBe(false);
    expect(result.steps.flatMap(({ integrity }) => integrity)).toEqual([]);
  });

  it('finds the gain', () => {
    each('gain', 'gain', (value) =>
      expectClose(20 * Math.log10(value), 20 * Math.log10(GAIN), {
        within: 0.01,
        unit: 'dB',
        because: 'the issue asks it',
      }),
    );
  });

  it('finds the output impedance by switching the load', () => {
    each('load-20', 'output-impedance', (value) =>
      expectClose(value, OUTPUT_OHMS, { within: 0.02, unit: 'Ω', because: 'the issue asks it' }),
    );
  });

  it('finds the input impedance by switching the series resistor', () => {
    each('input-impedance', 'input-impedance', (value) =>
      expectClose(value, INPUT_OHMS, { within: 100, unit: 'Ω', because: '0.002 dB of a 1.8 dB drop is 60 Ω' }),
    );
  });

  it('finds the distortion at −90 dBc', () => {
    each('thdn-20', 'thd', (value) =>
      expectClose(20 * Math.log10(value), -90, { within: 0.1, unit: 'dB', because: 'the issue asks it' }),
    );
  });

  it('finds the noise in 20 kHz', () => {
    const expected = NOISE_VOLTS_RMS * Math.sqrt((20_000 - 20) / (SAMPLE_RATE_HZ / 2));
    each('noise', 'noise', (value) =>
      expectClose(20 * Math.log10(value / expected), 0, { within: 0.2, unit: 'dB', because: 'the issue asks it' }),
    );
  });

  it('judges every row, the response as beyond this rate', () => {
    expect(result.claims.map(({ verdict }) => verdict)).toEqual([
      'pass',
      'not-verifiable',
      'pass',
      'pass',
      'pass',
      'pass',
      'pass',
      'manual',
      'manual',
      'manual',
    ]);
    expect(result.claims[1].reasonCode).toBe('beyond-nyquist');
    expect(cli.code).toBe(2);
  });
});
