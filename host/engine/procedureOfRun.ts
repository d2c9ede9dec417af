import { singleStatements } from '../../core/planner/singleStatements.ts';
import { DEFAULT_RULES } from '../../core/verdict/deviationRules.ts';
import type { MeasurementRecord, VerificationRecord } from '../store/runRecord.ts';
import { parseLoadedCard } from '../system/parseLoadedCard.ts';
import type { ProcedureCall } from './procedureCall.ts';

/** The procedure of a card's verification; the same record gives the same one. */
export function verificationCall(record: VerificationRecord): ProcedureCall<'verification'> {
  const { card, rig, seed, rules = DEFAULT_RULES } = record;
  const simulated = rig.driver === 'simulated';
  return { name: 'verification', args: [singleStatements(parseLoadedCard(card)), rig, { seed, simulated, rules }] };
}

/** The procedure of one measurement. */
export function measurementCall({ measurement, rig, seed }: MeasurementRecord): ProcedureCall<'measurement'> {
  return { name: 'measurement', args: [measurement, rig, { seed, simulated: rig.driver === 'simulated' }] };
}
