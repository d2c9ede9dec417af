/** How values cross between the double and a page: JSON. What our shell sends is text; anything else is refused rather than changed on the way. */
export function pack(values: readonly unknown[]): string {
  return JSON.stringify(values, (_key, value: unknown) => {
    if (ArrayBuffer.isView(value) || value instanceof Map || value instanceof Set || typeof value === 'bigint')
      throw new Error('the double of electron passes plain JSON values only');
    return value;
  });
}

export const unpack = (text: string): unknown[] => JSON.parse(text) as unknown[];
