import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { tallPage } from '../../../core/report/page/pages.ts';
import { PALETTES, type Theme } from '../../../core/report/palette.ts';
import { buildReport } from '../../../core/report/report.ts';
import { measureText } from '../../../host/report/fonts.ts';
import { renderPng } from '../../../host/report/png.ts';
import { exampleVerification } from '../../report/exampleVerification.ts';

interface Picture {
  readonly width: number;
  readonly height: number;
  /** Colours that occur, `#rrggbb`. */
  readonly colours: ReadonlySet<string>;
  /** Of the first dot: the paper. */
  readonly corner: string;
}

/** Reads a PNG of 8 bits with alpha, not interlaced. */
function readPng(bytes: Uint8Array): Picture {
  const file = Buffer.from(bytes);
  const width = file.readUInt32BE(16);
  const height = file.readUInt32BE(20);
  expect([...file.subarray(24, 29)]).toEqual([8, 6, 0, 0, 0]);
  const parts: Buffer[] = [];
  for (let at = 8; at < file.length; at += 12 + file.readUInt32BE(at))
    if (file.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(file.subarray(at + 8, at + 8 + file.readUInt32BE(at)));
  const data = inflateSync(Buffer.concat(parts));
  const stride = width * 4;
  const colours = new Set<string>();
  let above = new Uint8Array(stride);
  for (let row = 0; row < height; row += 1) {
    const filter = data[row * (stride + 1)];
    const line = new Uint8Array(data.subarray(row * (stride + 1) + 1, (row + 1) * (stride + 1)));
    for (let index = 0; index < stride; index += 1) {
      const a = index >= 4 ? line[index - 4] : 0;
      const b = above[index];
      const c = index >= 4 ? above[index - 4] : 0;
      const p = a + b - c;
      const paeth =
        Math.abs(p - a) <= Math.abs(p - b) && Math.abs(p - a) <= Math.abs(p - c)
          ? a
          : Math.abs(p - b) <= Math.abs(p - c)
            ? b
            : c;
      line[index] += [0, a, b, (a + b) >> 1, paeth][filter];
    }
    for (let index = 0; index < stride; index += 4)
      colours.add(`#${Buffer.from(line.subarray(index, index + 3)).toString('hex')}`);
    above = line;
  }
  return { width, height, colours, corner: [...colours][0] };
}

const draw = (theme: Theme, layout: 'card' | 'one-page' = 'card'): Promise<Uint8Array> =>
  renderPng(tallPage(buildReport(exampleVerification, layout), measureText), theme);

describe('the PNG', () => {
  it.each(['light', 'dark'] as const)(
    '[REP-PNG-1] has paper, ink and every verdict’s colour of the %s theme',
    async (theme) => {
      const { width, height, colours, corner } = readPng(await draw(theme));
      expect(width).toBe(2 * 794);
      expect(height).toBeGreaterThan(800);
      expect(corner).toBe(PALETTES[theme].panel);
      const { ink, pass, fail, inconclusive } = PALETTES[theme];
      for (const colour of [ink, pass, fail, inconclusive]) expect(colours).toContain(colour);
    },
  );

  it('[REP-PNG-2] is the same to the byte for the same run', async () => {
    expect(Buffer.from(await draw('light')).equals(Buffer.from(await draw('light')))).toBe(true);
  });

  it('[REP-PNG-3] draws the charts too where the layout has them', async () => {
    const { colours } = readPng(await draw('light', 'one-page'));
    expect(colours).toContain(PALETTES.light.limit);
    expect(colours).toContain(PALETTES.light['ch-l']);
  });
});
