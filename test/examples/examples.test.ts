import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readCapture } from '../../host/files/openCapture.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const guide = readFileSync(join(root, 'docs', 'core-api.md'), 'utf8');
/** A command of the guide and what stands under it. */
const shown = [...guide.matchAll(/```text\n\$ node (.+)\n([^`]*)```/gu)].map(([, command, printed]) => ({
  command,
  printed,
}));

describe('the examples of the guide to the core', () => {
  it('[API-1] are three', () => {
    expect(shown).toHaveLength(3);
  });

  it.each(shown)('[API-1] print what the guide shows: $command', ({ command, printed }) => {
    const output = execFileSync(process.execPath, command.split(' '), { cwd: root, encoding: 'utf8' });
    expect(output.replaceAll('\u00a0', ' ')).toBe(printed);
  });

  it('[API-2] have a recording that is what the guide says: 0.5 of full scale with 0.1 % of second harmonic, and dither', async () => {
    const { capture, format } = await readCapture(join(root, 'examples', 'tone.wav'));
    const { sampleRateHz, channels } = capture;
    expect({ sampleRateHz, frames: channels[0].length, bits: format.validBits }).toEqual({
      sampleRateHz: 44_100,
      frames: 44_100,
      bits: 16,
    });
    const worst = channels[0].reduce((most, sample, frame) => {
      const angle = (2 * Math.PI * 1000 * frame) / sampleRateHz;
      return Math.max(most, Math.abs(sample - 0.5 * Math.sin(angle) - 0.0005 * Math.sin(2 * angle)));
    }, 0);
    expect(worst).toBeLessThanOrEqual(1.5 / 2 ** 15);
  });
});
