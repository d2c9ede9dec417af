import { formatQuantity } from '../units/format.ts';
import { toneSteps, maximumSteps } from './levelSteps.ts';
import { findLoad } from './limits.ts';
import type { StepDraft } from './measurementSteps.ts';
import type { Wiring } from './plan.ts';
import type { ResolvedClaim } from './resolveClaim.ts';
import { idsOf, lowSettings, PROBE_SECONDS, responseBand, type Bench, type SetUpWork } from './setUpWork.ts';

/**
 * The loads to be connected in a set-up, by their nominal ohms, ascending. An output impedance takes any: one of these, else the one on hand that is
 * nearest to what is claimed, which shows it best and asks of a line output no more than it is made for.
 */
export function loadsOf(entries: readonly ResolvedClaim[], { rig }: Bench, measured: readonly StepDraft[]): number[] {
  const ids = new Set(entries.map(({ claim }) => claim.id));
  const own = measured
    .filter(({ claimIds }) => claimIds.some((id) => ids.has(id)))
    .map(({ wiring }) => wiring.loadOhms);
  const stated = entries.map(({ loadOhms }) => (loadOhms === null ? null : (findLoad(rig, loadOhms)?.ohms ?? null)));
  const loads = [...new Set([...own, ...stated])].filter((ohms) => ohms !== null).sort((a, b) => a - b);
  const impedance = entries.find(({ decidedBy }) => decidedBy === 'output-impedance');
  if (loads.length > 0 || impedance === undefined) return loads;
  const limit = impedance.rule?.upper ?? impedance.rule?.lower ?? 0;
  const distance = (ohms: number): number => (limit > 0 ? Math.abs(Math.log(ohms / limit)) : ohms);
  return rig.loads
    .map(({ ohms }) => ohms)
    .sort((a, b) => distance(a) - distance(b) || a - b)
    .slice(0, 1);
}

/** The steps of a set-up with something on its output: each load shows itself first. */
export function loadedSteps(
  { open, suffix, entries }: SetUpWork,
  bench: Bench,
  measured: readonly StepDraft[],
): StepDraft[] {
  const { rig, rules } = bench;
  return loadsOf(entries, bench, measured).flatMap((ohms, index) => {
    const wiring: Wiring = { ...open, loadOhms: ohms };
    const here = entries.filter(({ loadOhms }) => loadOhms !== null && findLoad(rig, loadOhms)?.ohms === ohms);
    const loadText = formatQuantity(ohms, 'ohm');
    const name = `${ohms}${suffix}`;
    const probed = { wiring, settings: lowSettings(rules), predictedOutputVoltsRms: rules.outputVoltsRms };
    const check: StepDraft = {
      ...probed,
      id: `load-${name}`,
      kind: 'output-impedance',
      title: `Output impedance and load check, ${loadText}`,
      claimIds: index === 0 ? idsOf(entries, 'output-impedance') : [],
      seconds: PROBE_SECONDS,
    };
    const responseIds = idsOf(here, 'frequency-response');
    const gainIds = idsOf(here, 'gain');
    const fromCheck: StepDraft[] = [
      ...(responseIds.length === 0
        ? []
        : [
            {
              ...probed,
              id: `response-${name}`,
              kind: 'frequency-response' as const,
              title: `Frequency response into ${loadText}, from the load check`,
              claimIds: responseIds,
              settings: { ...lowSettings(rules), bandHz: responseBand(here) },
              seconds: 0,
            },
          ]),
      ...(gainIds.length === 0
        ? []
        : [
            {
              ...probed,
              id: `gain-${name}`,
              kind: 'gain' as const,
              title: `Gain into ${loadText}, from the load check`,
              claimIds: gainIds,
              seconds: 0,
            },
          ]),
    ];
    return [
      check,
      ...fromCheck,
      ...toneSteps(here, wiring, `-${name}`, bench),
      ...maximumSteps(here, wiring, `-${name}`, bench),
    ];
  });
}
