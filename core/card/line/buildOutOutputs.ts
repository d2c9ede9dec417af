import type { Draft } from './conditions.ts';

/** No headphone output is built with so much in series on purpose; line drivers are. */
const BUILD_OUT_OHMS = 30;
/** A balanced line driver has one build-out resistor in each leg, an unbalanced one only one. */
const LEGS = 2;

/** `Output impedance (BAL/UnBAL) < 72 / 36 Ω`: twice the resistance on two legs is a pair of line outputs. */
export function markBuildOutOutputs(drafts: readonly Draft[], warnings: Set<string>): void {
  const impedances = drafts.filter((draft) => draft.quantity === 'output_impedance' && draft.port === undefined);
  const balanced = impedances.find((draft) => draft.output === 'balanced');
  const single = impedances.find((draft) => draft.output === 'unbalanced' || draft.output === 'single-ended');
  if (typeof balanced?.value !== 'number' || typeof single?.value !== 'number') return;
  if (single.value < BUILD_OUT_OHMS || balanced.value !== LEGS * single.value) return;
  balanced.port = 'line';
  single.port = 'line';
  warnings.add('twice the impedance on the balanced output: build-out resistors, read as line outputs');
}
