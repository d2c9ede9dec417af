import type { Figure, UncertaintyPart } from '../result/figure.ts';
import { makeFigure } from '../result/makeFigure.ts';
import type { Wiring } from '../planner/plan.ts';
import { required, setUpOf, type RunContext, type SetUpKnowledge } from './context.ts';
import { PROBE_TONE_HZ } from './probe.ts';

/** What the capture converter's gain may change by between the level in loopback and that at the DUT's output, relative, k = 2. */
const CONVERTER_LINEARITY = 2e-4;

/**
 * Gain from the DUT's input terminals to its output, for each channel; none where nothing was heard of the wiring, or the DUT plays itself. Both levels are read by the same input and come from the same output, in loopback
 * and through the DUT, so neither calibration enters. The source impedance into the DUT's input counts: with the input impedance measured it is
 * taken out, else it stands in the uncertainty. docs/spec/gain.md.
 */
export function gainFigures(context: RunContext, wiring: Wiring): Figure[] {
  const { rig, knowledge } = context;
  const { openProbe, loadedProbes } = setUpOf(context, wiring);
  const { loadOhms } = wiring;
  const probe = loadOhms === null ? openProbe : (loadedProbes.get(loadOhms)?.probe ?? null);
  if (probe === null || wiring.drive === 'digital') return [];
  const loopback = required(knowledge.loopbackProbe, 'the loopback response');
  const { sourceOhms } = rig.output;
  const { inputOhms } = rig.input;
  const input = inputImpedanceAt(context, wiring);
  return rig.channels.map(({ name: channel }, index) => {
    const through = probe.channels[index];
    const cable = loopback.channels[index];
    // Loopback: the interface's input loads the source; undone, this is the generator's open-circuit volts per nominal volt
    const generator = (cable.toneVoltsRms / loopback.driveVoltsRms) * ((inputOhms + sourceOhms) / inputOhms);
    const loading = input === null ? 1 : input.value / (input.value + sourceOhms);
    const value = through.toneVoltsRms / probe.driveVoltsRms / (generator * loading);
    const parts: UncertaintyPart[] = [
      { source: 'repeatability', value: value * Math.hypot(through.toneRepeatability, cable.toneRepeatability) },
      { source: 'method', value: value * CONVERTER_LINEARITY },
      {
        source: 'calibration',
        // Without a measured input impedance: at least 10 kΩ is taken for granted
        value:
          value *
          (input === null ? sourceOhms / 10000 : ((sourceOhms / input.value) * input.uncertainty) / input.value),
      },
    ];
    return makeFigure({
      id: 'gain',
      channel,
      value,
      unit: 'ratio',
      parts,
      definitionId: 'gain.terminal.1k',
      conditions: {
        frequencyHz: PROBE_TONE_HZ,
        outputVoltsRms: through.toneVoltsRms,
        inputVoltsRms: probe.driveVoltsRms * generator * loading,
        loadOhms,
      },
      dbReference: 'input',
    });
  });
}

/** The input impedance that was measured at the same input, at whichever output or gain. */
function inputImpedanceAt({ knowledge }: RunContext, { input }: Wiring): SetUpKnowledge['inputImpedanceOhms'] {
  const setUps = [...knowledge.setUps.values()].filter(
    ({ wiring }) => wiring.drive === 'analogue' && wiring.input === input,
  );
  return setUps.find(({ inputImpedanceOhms }) => inputImpedanceOhms !== null)?.inputImpedanceOhms ?? null;
}
