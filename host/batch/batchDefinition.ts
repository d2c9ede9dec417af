import { z } from 'zod';
import { rigRefSchema } from '../../electron/ipc/rigRef.ts';
import { cardRefSchema } from '../../electron/ipc/contract.ts';
import { figureLimitSchema } from '../../core/sequence/figureLimit.ts';
import { readSequence } from '../../core/sequence/readSequence.ts';
import type { Sequence } from '../../core/sequence/sequence.ts';
import { parseCheckedJson } from '../store/checkedJson.ts';

/** What every unit of a batch is put through; kept with the batch, so that the last unit meets what the first one did. */
export const batchDefinitionSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** Of the units: their serial numbers are told apart by it. */
  product: z.string().min(1).max(500),
  test: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('card'), card: cardRefSchema, limits: z.array(figureLimitSchema).max(1000) }),
    /** Its text, and the folder its cards and programs are looked for in. */
    z.strictObject({ kind: z.literal('sequence'), text: z.string(), folder: z.string(), mayRunCommands: z.boolean() }),
  ]),
  rig: rigRefSchema,
  /** Of the unit that shows whether the bench stays as it was; null: none. */
  goldenSerial: z.string().nullable(),
});

export type BatchDefinition = z.infer<typeof batchDefinitionSchema>;

export const parseBatchDefinition = (json: string): BatchDefinition => parseCheckedJson(batchDefinitionSchema, json);

/** The id of a card batch's only step. */
const CARD_STEP = 'card';

/**
 * The sequence each unit of a batch goes through. A card is a sequence of one step.
 * @throws AmpbenchError of kind `data` where the kept sequence cannot be read
 */
export function sequenceOfBatch({ test, product }: BatchDefinition): Sequence {
  if (test.kind === 'sequence') return readSequence(test.text, 'the sequence of the batch');
  const card = test.card.kind === 'library' ? test.card.id : product;
  const head = { id: CARD_STEP, place: { line: 1, column: 1 }, loop: {} };
  return {
    name: product,
    description: null,
    variables: {},
    steps: [{ ...head, kind: 'verify', card, rules: null, limits: test.limits }],
  };
}
