import type { z } from 'zod';

/**
 * Reads JSON text and checks it against a schema without transforms. What is returned is the object that was read, not
 * zod's copy of it, whose keys stand in the schema's order: what was written comes back to the same bytes.
 * @throws SyntaxError where the text is no JSON, ZodError where it breaks the schema
 */
export function parseCheckedJson<Schema extends z.ZodType>(schema: Schema, text: string): z.infer<Schema> {
  const value: unknown = JSON.parse(text);
  schema.parse(value);
  return value as z.infer<Schema>;
}
