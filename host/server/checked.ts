import type { z } from 'zod';
import { AmpbenchError } from '../../core/errors.ts';

/** @throws AmpbenchError `usage/bad-request` naming the field and the rule it breaks */
export function checked<Value>(schema: z.ZodType<Value>, value: unknown, what: string): Value {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = [what, ...issue.path.map(String)].join('.');
  throw new AmpbenchError('usage', 'bad-request', `${place}: ${issue.message}`, { place });
}
