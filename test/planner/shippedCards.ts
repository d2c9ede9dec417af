import { readdirSync, readFileSync } from 'node:fs';
import type { SpecCard } from '../../core/card/claim.ts';
import { parseCard } from '../../core/card/parseCard.ts';

const LIBRARY = new URL('../../cards/', import.meta.url);

/** Every card of the library with a bench that fits its device. */
export const SHIPPED: readonly { readonly file: string; readonly bench: string; readonly card: SpecCard }[] =
  readdirSync(LIBRARY)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => ({
      file,
      bench: benchFor(file),
      card: parseCard(readFileSync(new URL(file, LIBRARY), 'utf8'), { id: file }),
    }));

function benchFor(file: string): string {
  if (file.includes('hpa-1')) return 'sim:studio-384/hpa-1';
  if (file.includes('zen-can')) return 'sim:usb-192/zen-can';
  if (file.includes('mojo-2')) return 'sim:usb-192/mojo-2';
  if (file.includes('k7')) return 'sim:studio-384/k7';
  return 'sim:usb-192/laptop-jack';
}

/** A card of plain lines. */
export const cardOf = (text: string, more: Partial<SpecCard> = {}): SpecCard => ({
  ...parseCard(text, { id: 'test' }),
  ...more,
});
