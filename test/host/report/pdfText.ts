import { inflateSync } from 'node:zlib';

interface PdfObject {
  readonly dictionary: string;
  readonly stream: string | null;
}

/** The objects of a PDF as PDFKit writes one: no object streams, streams packed by zlib or not at all. */
function objectsOf(bytes: Buffer): Map<number, PdfObject> {
  const text = bytes.toString('latin1');
  const objects = new Map<number, PdfObject>();
  for (const match of text.matchAll(/(\d+) 0 obj\n/gu)) {
    const start = match.index + match[0].length;
    const end = text.indexOf('endobj', start);
    const body = text.slice(start, end);
    const at = body.indexOf('stream\n');
    if (at < 0) {
      objects.set(Number(match[1]), { dictionary: body, stream: null });
      continue;
    }
    const dictionary = body.slice(0, at);
    const length = Number(/\/Length (\d+)/u.exec(dictionary)![1]);
    const raw = bytes.subarray(start + at + 7, start + at + 7 + length);
    const stream = (dictionary.includes('FlateDecode') ? inflateSync(raw) : raw).toString('latin1');
    objects.set(Number(match[1]), { dictionary, stream });
  }
  return objects;
}

/** Characters by glyph number, from a font's ToUnicode map. */
function glyphTexts(map: string): string[] {
  const texts: string[] = [];
  for (const [, first, list] of map.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/gu)) {
    [...list.matchAll(/<([0-9a-f ]*)>/gu)].forEach(([, codes], index) => {
      const units = codes.replaceAll(' ', '').match(/.{4}/gu) ?? [];
      texts[Number.parseInt(first, 16) + index] = String.fromCharCode(
        ...units.map((unit) => Number.parseInt(unit, 16)),
      );
    });
  }
  return texts;
}

const reference = (dictionary: string, key: string): number =>
  Number(new RegExp(`/${key} (\\d+) 0 R`, 'u').exec(dictionary)?.[1]);

/** The text of each page in the order it is drawn, each drawn piece on a line: what a reader can select. */
export function pdfPageTexts(bytes: Buffer): string[] {
  const objects = objectsOf(bytes);
  const pages = [...objects.values()].filter(({ dictionary }) => /\/Type \/Page\b/u.test(dictionary));
  return pages.map(({ dictionary }) => {
    const own = objects.get(reference(dictionary, 'Resources'))!.dictionary;
    const fonts = new Map(
      [...own.matchAll(/\/(F\d+) (\d+) 0 R/gu)].map(([, name, id]) => {
        const map = reference(objects.get(Number(id))!.dictionary, 'ToUnicode');
        return [name, glyphTexts(objects.get(map)!.stream!)] as const;
      }),
    );
    const content = objects.get(reference(dictionary, 'Contents'))!.stream!;
    let font: string[] = [];
    const pieces: string[] = [];
    for (const [operation, name, shown] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/gu)) {
      if (operation.endsWith('Tf')) font = fonts.get(name)!;
      else {
        const glyphs = [...shown.matchAll(/<([0-9a-f]*)>/gu)].flatMap(([, hex]) => hex.match(/.{4}/gu) ?? []);
        pieces.push(glyphs.map((glyph) => font[Number.parseInt(glyph, 16)]).join(''));
      }
    }
    return pieces.join('\n');
  });
}

/** The document's own facts: title, dates. */
export function pdfInfo(bytes: Buffer): string {
  const text = bytes.toString('latin1');
  const [, id] = /\/Info (\d+) 0 R/u.exec(text)!;
  const objects = objectsOf(bytes);
  const { dictionary } = objects.get(Number(id))!;
  return dictionary.replaceAll(/(\d+) 0 R/gu, (_, part: string) => objects.get(Number(part))!.dictionary.trim());
}
