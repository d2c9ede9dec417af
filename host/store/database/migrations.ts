import type { Migration } from 'kysely/migration';
import { createRuns } from './migrations/0001Runs.ts';
import { createSharing } from './migrations/0002Sharing.ts';
import { createHourFigures } from './migrations/0003HourFigures.ts';
import { createAttempts } from './migrations/0004Attempts.ts';

/**
 * Every change of the schema, in order; the name is what a store remembers of it. One that was released is never
 * changed: stores out there have it already. They use what both dialects know, and only go forward.
 */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001Runs': { up: createRuns },
  '0002Sharing': { up: createSharing },
  '0003HourFigures': { up: createHourFigures },
  '0004Attempts': { up: createAttempts },
};
