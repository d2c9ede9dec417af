import type { FigureTable, RunTable, StoreDatabase } from '../database/schema.ts';

/** A figure of a unit, as it was once measured. */
export type UnitFigure = Pick<RunTable, 'title' | 'rigName' | 'simulated'> &
  Pick<FigureTable, 'runId' | 'startedAt' | 'series' | 'value' | 'unit' | 'uncertainty' | 'verdict'>;

/**
 * All figures of the units with a serial number, on every bench of the store, in the order they were measured; runs that were put aside are left out.
 * @param serial exactly, as `unitSerial` keeps it
 */
export async function unitHistory(database: StoreDatabase, serial: string): Promise<readonly UnitFigure[]> {
  return database
    .selectFrom('units')
    .innerJoin('runs', 'runs.unitId', 'units.id')
    .innerJoin('figures', 'figures.runId', 'runs.id')
    .select(['runs.title', 'runs.rigName', 'runs.simulated'])
    .select(['runId', 'runs.startedAt', 'series', 'value', 'figures.unit', 'uncertainty', 'verdict'])
    .where('units.serial', '=', serial)
    .where('runs.deletedAt', 'is', null)
    .orderBy('runs.startedAt')
    .orderBy('runId')
    .orderBy('position')
    .execute();
}
