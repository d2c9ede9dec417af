import { z } from 'zod';

const words = z.string().min(1);
const stated = z.union([words, z.number()]);

export const CARD_KINDS = ['amp', 'dac', 'dac-amp', 'headphone'] as const;

export const cardPortSchema = z.strictObject({
  name: words.describe('as it stands on the unit: 6.35 mm, XLR, USB-C'),
  direction: z.enum(['input', 'output']),
  signal: z.enum(['digital', 'line', 'headphone']),
  wiring: z.enum(['balanced', 'single-ended']).exactOptional(),
});

export const cardGainSchema = z.strictObject({
  name: words.describe('as it stands on the unit: low, high, +12 dB'),
  gainDb: z.number().exactOptional(),
});

const provenance = {
  source: words.exactOptional().describe('where this number was read'),
  section: words.exactOptional().describe('the heading above it, such as the socket it is about'),
};

const claimEntry = z.union([
  words.describe('one line of the specification, in the words of its maker'),
  z.strictObject({ line: words, ...provenance }),
  z.strictObject({ label: words, value: stated, ...provenance }),
  z.record(words, stated).describe('one label and its value'),
]);

/** A spec card of our own format, in YAML or JSON. Published as `cards/card.schema.json`. */
export const cardFileSchema = z
  .strictObject({
    $schema: z.string().exactOptional(),
    maker: words.exactOptional(),
    product: words.exactOptional(),
    kind: z.enum(CARD_KINDS).exactOptional(),
    sources: z.array(words).exactOptional().describe('where the specification was read'),
    ports: z.array(cardPortSchema).exactOptional(),
    gains: z.array(cardGainSchema).exactOptional(),
    missing: z.array(words).exactOptional().describe('what no readable source gives'),
    claims: z
      .union([z.array(claimEntry), z.record(words, stated)])
      .describe('the specification: a list of lines, or one map of labels and values'),
  })
  .describe('A product’s published specification, as Ampbench reads it; docs/card-format.md explains each key.');
