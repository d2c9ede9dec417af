import { z } from 'zod';

const words = z.string().min(1);
const ohms = z.number().min(1).max(10000);
const decibels = z.number().min(60).max(140);

const headphoneEntry = z.strictObject({
  name: words,
  nominalOhms: ohms,
  sensitivityDbPerMilliwatt: decibels,
  sensitivityDbPerVolt: decibels,
  publishedAs: z
    .enum(['dBPerVolt', 'dBPerMilliwatt', 'both'])
    .describe('which of the two the maker gives; the other is derived with the nominal impedance'),
  doubt: z
    .strictObject({ reference: z.enum(['dBPerVolt', 'dBPerMilliwatt']), text: words })
    .exactOptional()
    .describe('what the published number was perhaps meant for instead, and why'),
  source: words,
});

const impedanceEntry = z
  .strictObject({
    name: words,
    minOhms: ohms.exactOptional(),
    nominalOhms: ohms.exactOptional(),
    peakOhms: ohms,
    peakHz: z.number().min(1).max(100000).exactOptional(),
    source: words,
  })
  .refine((entry) => entry.minOhms !== undefined || entry.nominalOhms !== undefined, {
    error: 'needs minOhms or nominalOhms',
  })
  .refine((entry) => (entry.minOhms ?? entry.nominalOhms ?? 0) <= entry.peakOhms, {
    error: 'peakOhms must not be below the least impedance',
  });

/** The library of headphones. Published as `cards/headphones.schema.json`. */
export const headphoneLibrarySchema = z
  .strictObject({
    $schema: z.string().exactOptional(),
    schemaVersion: z.literal(1),
    note: words,
    headphones: z.array(headphoneEntry).min(1),
    impedanceCurves: z.array(impedanceEntry),
  })
  .describe('Headphones with their published sensitivity and impedance, each with its source; docs/headphones.md.');

export type HeadphoneLibraryFile = z.infer<typeof headphoneLibrarySchema>;
