/**
 * How values cross between the double and a page: JSON, with bytes on their way to the page as `{ $bytes: base64 }` (pageSide.ts makes them bytes again). Electron
 * itself copies them as they are. Anything else is refused rather than changed on the way.
 */
export function pack(values: readonly unknown[]): string {
  return JSON.stringify(values, (_key, value: unknown) => {
    if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') };
    if (ArrayBuffer.isView(value) || value instanceof Map || value instanceof Set || typeof value === 'bigint')
      throw new Error('the double of electron passes plain JSON values and bytes only');
    return value;
  });
}

export const unpack = (text: string): unknown[] => JSON.parse(text) as unknown[];
