import type { KindDefinition, MeasurementKind } from './analysis.ts';

/** Every kind there is, by name. */
export const kinds: ReadonlyMap<MeasurementKind, KindDefinition> = new Map(
  ([] as readonly KindDefinition[]).map((definition) => [definition.kind, definition]),
);
