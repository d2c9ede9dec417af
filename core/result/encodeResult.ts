import { AmpbenchError } from '../errors.ts';

/**
 * A result as the text of `result.json`: keys in the order they were built, so the same run gives the same bytes.
 * Lists of plain values stay on one line: a curve has thousands of points.
 * @throws AmpbenchError `bug/result-not-finite` naming the place: JSON would turn such a number into null in silence
 */
export function encodeResult(result: object): string {
  return `${encode(result, 'result', '')}\n`;
}

function encode(value: unknown, place: string, indent: string): string {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new AmpbenchError('bug', 'result-not-finite', `${place} is ${value} but must be a finite number or null`, {
      place,
    });
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent} `;
  if (Array.isArray(value)) {
    const items = value.map((item, index) => encode(item, `${place}[${index}]`, inner));
    const nested = value.some((item) => typeof item === 'object' && item !== null);
    return nested ? `[\n${inner}${items.join(`,\n${inner}`)}\n${indent}]` : `[${items.join(', ')}]`;
  }
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .map(([key, field]) => `${JSON.stringify(key)}: ${encode(field, `${place}.${key}`, inner)}`);
  return fields.length === 0 ? '{}' : `{\n${inner}${fields.join(`,\n${inner}`)}\n${indent}}`;
}
