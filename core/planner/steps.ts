import { formatQuantity } from '../units/format.ts';
import { groupBy } from './groupBy.ts';
import { maximumSteps, toneSteps } from './levelSteps.ts';
import { findLoad, predictedGainRatio } from './limits.ts';
import { loadedSteps, loadsOf } from './loadedSteps.ts';
import { measurementSteps, type StepDraft } from './measurementSteps.ts';
import type { StepKind } from './plan.ts';
import type { ResolvedClaim } from './resolveClaim.ts';
import { idsOf, lowSettings, PROBE_SECONDS, responseBand, type Bench, type SetUpWork } from './setUpWork.ts';
import { bareWiring, LOOPBACK, setUpKey } from './wiring.ts';

/** Claims that rest on a set-up's unloaded response, besides every load's check. */
const ON_OPEN_PROBE: readonly StepKind[] = ['frequency-response', 'gain', 'output-impedance', 'input-impedance'];

/**
 * The steps that decide claims, one for each set of conditions, in no order yet; none where there is nothing to decide.
 * @param live claims that can be measured on this rig
 */
export function draftSteps(live: readonly ResolvedClaim[], bench: Bench): StepDraft[] {
  const { card, rig, rules } = bench;
  if (live.length === 0) return [];
  const nominalLoad = (ohms: number): number | null => findLoad(rig, ohms)?.ohms ?? null;
  const measured = measurementSteps(live, card, rig, predictedGainRatio(card), nominalLoad);
  const low = { settings: lowSettings(rules), predictedOutputVoltsRms: rules.outputVoltsRms };
  const title = "The rig's own floor, distortion and response, in loopback";
  const baseline: StepDraft = {
    id: 'baseline',
    kind: 'baseline',
    title,
    wiring: LOOPBACK,
    claimIds: [],
    ...low,
    seconds: 9,
  };
  const setUps = setUpsOf(live).flatMap((work) => [
    ...openSteps(work, bench, measured.dut),
    ...seriesSteps(work, bench),
    ...loadedSteps(work, bench, measured.dut),
  ]);
  return [baseline, ...measured.loopback, ...setUps, ...measured.dut];
}

function setUpsOf(live: readonly ResolvedClaim[]): SetUpWork[] {
  const groups = groupBy(live, setUpKey);
  return [...groups].map(([key, entries], index) => ({
    open: bareWiring(entries[0]),
    suffix: key === '' ? '' : `-${key}`,
    entries,
    isMain: index === 0,
  }));
}

const isUnloaded = ({ loadOhms }: ResolvedClaim): boolean => loadOhms === null;

function openSteps(
  { open, suffix, entries, isMain }: SetUpWork,
  bench: Bench,
  measured: readonly StepDraft[],
): StepDraft[] {
  const { rules } = bench;
  const unloaded = entries.filter(isUnloaded);
  const low = { wiring: open, predictedOutputVoltsRms: rules.outputVoltsRms };
  const title =
    open.drive === 'digital' ? 'Volts at full scale, from very low levels upward' : 'Gain, from very low levels upward';
  const steps: StepDraft[] = [
    {
      id: `gain${suffix}`,
      kind: 'gain',
      title,
      claimIds: idsOf(unloaded, 'gain'),
      ...low,
      settings: lowSettings(rules),
      seconds: 1.5,
    },
  ];
  const hasLoad = loadsOf(entries, bench, measured).length > 0;
  if (isMain || hasLoad || idsOf(entries, ...ON_OPEN_PROBE).length > 0) {
    steps.push({
      id: `response${suffix}`,
      kind: 'frequency-response',
      title: 'Frequency response, no load',
      // Gain and impedances are read from this step's 1 kHz tone too
      claimIds: idsOf(unloaded, ...ON_OPEN_PROBE),
      ...low,
      settings: { ...lowSettings(rules), bandHz: responseBand(entries) },
      seconds: PROBE_SECONDS,
    });
  }
  const noiseIds = idsOf(entries, 'noise');
  if (noiseIds.length > 0 || isMain) {
    steps.push({
      id: `noise${suffix}`,
      kind: 'noise',
      title: 'Noise with nothing playing',
      wiring: open,
      claimIds: noiseIds,
      settings: { bandHz: rules.bandHz },
      predictedOutputVoltsRms: 0,
      seconds: 2,
    });
  }
  return [...steps, ...toneSteps(unloaded, open, suffix, bench), ...maximumSteps(unloaded, open, suffix, bench)];
}

function seriesSteps({ open, suffix, entries }: SetUpWork, { rig, rules }: Bench): StepDraft[] {
  const { seriesResistor } = rig;
  const impedanceIds = idsOf(entries, 'input-impedance');
  if (seriesResistor === null || impedanceIds.length === 0) return [];
  return [
    {
      id: `input-impedance${suffix}`,
      kind: 'input-impedance',
      title: `Input impedance, ${formatQuantity(seriesResistor.ohms, 'ohm')} in series with the drive`,
      wiring: { ...open, seriesOhms: seriesResistor.ohms },
      // The gain is told for the DUT's terminals, by this impedance
      claimIds: [...impedanceIds, ...idsOf(entries, 'gain')],
      settings: lowSettings(rules),
      predictedOutputVoltsRms: rules.outputVoltsRms,
      seconds: PROBE_SECONDS,
    },
  ];
}
