import { z } from 'zod';

/** A figure as it stands in results. */
export const figureSchema = z.strictObject({
  id: z.string(),
  channel: z.string(),
  value: z.number().nullable(),
  unit: z.enum(['Hz', 'V', 'A', 'W', 'ohm', 'H', 'F', 's', 'rad', 'V/√Hz', 'ratio', 'FS']),
  uncertainty: z.number().nullable(),
  uncertaintyParts: z.array(
    z.strictObject({
      source: z.enum(['calibration', 'repeatability', 'baseline', 'load-tolerance', 'method', 'series-resistor']),
      value: z.number(),
    }),
  ),
  definitionId: z.string(),
  conditions: z.strictObject({
    frequencyHz: z.number().exactOptional(),
    bandHz: z.tuple([z.number(), z.number()]).exactOptional(),
    outputVoltsRms: z.number().exactOptional(),
    inputVoltsRms: z.number().exactOptional(),
    inputFullScaleRms: z.number().exactOptional(),
    loadOhms: z.number().nullable().exactOptional(),
    sampleRateHz: z.number().exactOptional(),
    channelsDriven: z.array(z.string()).exactOptional(),
    thdnLimitRatio: z.number().exactOptional(),
    input: z.string().exactOptional(),
    output: z.string().exactOptional(),
    gain: z.string().exactOptional(),
  }),
  flags: z.array(z.string()),
  db: z.number().exactOptional(),
  dbReference: z
    .enum([
      'fundamental',
      'total',
      'full-scale-sine',
      '1V',
      '1kHz',
      'input',
      'f2',
      'driven-channel',
      'channel-1',
      'max-output',
    ])
    .exactOptional(),
  text: z.string(),
  reasonCode: z.string().exactOptional(),
});

/** What may be found wrong with a capture. */
export const integrityCode = z.enum([
  'dropped-samples',
  'repeated-samples',
  'missing-block',
  'clipped',
  'muted',
  'pop',
  'dc-step',
  'level-drift',
  'wrong-rate',
  'resampled',
  'swapped-channels',
  'inverted',
  'dead-channel',
  'silence',
  'no-stimulus',
  'mono',
  'not-finite',
  'too-short',
  'truncated',
  'hum',
  'xrun',
]);
