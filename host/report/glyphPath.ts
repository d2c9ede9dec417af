import type { FontName } from '../../core/report/page/pageItem.ts';
import { fontOf, fontRuns, runWidth } from './fonts.ts';

/** Outlines of a text as SVG path data, its baseline starting at 0, 0. */
export function textOutline(text: string, wanted: FontName, size: number): string {
  let left = 0;
  return fontRuns(text, wanted)
    .map((run) => {
      const font = fontOf(run.font);
      const scale = size / font.unitsPerEm;
      const { glyphs, positions } = font.layout(run.text, run.features);
      let pen = left;
      const outlines = glyphs.map((glyph, index) => {
        const { xAdvance, xOffset, yOffset } = positions[index];
        // Fonts count upwards, pages downwards.
        const d = glyph.path.transform(scale, 0, 0, -scale, pen + xOffset * scale, -yOffset * scale).toSVG();
        pen += xAdvance * scale;
        return d;
      });
      left += runWidth(run) * size;
      return outlines.join('');
    })
    .join('');
}
