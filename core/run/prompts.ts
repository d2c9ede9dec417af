import type { Rig } from '../calibration/rig.ts';
import type { SpecCard } from '../card/claim.ts';
import type { VerificationPlan, Wiring } from '../planner/plan.ts';
import { isBalancedOutput, outputPort } from '../planner/ports.ts';
import { sameWiring, wiringKey } from '../planner/wiring.ts';
import { formatQuantity } from '../units/format.ts';
import type { Prompt } from './effects.ts';

/** The first prompt of every plan: ears and drivers before figures. */
export function safetyPrompt(plan: VerificationPlan): Prompt {
  const first = plan.steps[0];
  const most = plan.steps.reduce(
    (top, step) => (step.predictedOutputVoltsRms > top.predictedOutputVoltsRms ? step : top),
    first,
  );
  const watts = Math.max(...plan.steps.map((step) => step.predictedLoadWatts));
  const load = watts > 0 ? ` and up to ${formatQuantity(watts, 'W')} in a load resistor` : '';
  return {
    id: 'safety',
    kind: 'safety',
    wiring: first.wiring,
    text: `Unplug headphones and speakers from the unit: this plan reaches up to ${formatQuantity(most.predictedOutputVoltsRms, 'V')} at its output${load}. Switch the unit on, turn its volume fully clockwise, tone controls off, and let it warm up. Before any load is connected, check with a multimeter that the output carries no DC above 50 mV.`,
  };
}

/**
 * What the person is to do for a wiring.
 * @param card names the unit's sockets; null: a measurement without a card
 * @param previous what stands there now; null: not known
 */
export function wiringPrompt(rig: Rig, card: SpecCard | null, wiring: Wiring, previous: Wiring | null): Prompt {
  const isTimed = rig.timeReference !== null && (wiring.path === 'loopback' || wiring.drive === 'analogue');
  const reference = isTimed
    ? ` Leave the time reference cabled: output ${rig.timeReference?.outputChannel} to input ${rig.timeReference?.inputChannel}.`
    : '';
  const text = wiring.path === 'loopback' ? loopbackText(rig) : dutText(rig, card, wiring, previous);
  return { id: `wire-${wiringKey(wiring)}`, kind: 'wire', wiring, text: text + reference };
}

const cabled = (rig: Rig): string =>
  rig.channels
    .map((channel) => `output ${channel.outputChannel} and input ${channel.inputChannel} (${channel.name})`)
    .join(', ');

const loopbackText = (rig: Rig): string =>
  `Connect each output of the interface straight to its input, without the unit: ${cabled(rig)}.`;

function dutText(rig: Rig, card: SpecCard | null, wiring: Wiring, previous: Wiring | null): string {
  const { gain, loadOhms, seriesOhms } = wiring;
  const before = previous?.path === 'dut' ? previous : null;
  if (gain !== null && before !== null && sameWiring({ ...before, gain }, wiring))
    return `Set the gain to ${gain}; leave everything else as it is.`;
  const isMoved = before === null || before.output !== wiring.output;
  const sentences = [
    before !== null && before.seriesOhms > 0 && seriesOhms === 0 ? 'Take the series resistors out of the drive.' : '',
    gain !== null && before?.gain !== gain ? `Set the gain to ${gain}.` : '',
    seriesOhms > 0
      ? `Put ${formatQuantity(seriesOhms, 'ohm')} in series between each output of the interface and the unit's ${inputName(wiring)}.`
      : loadOhms === null
        ? `${driveText(rig, wiring)} ${outputText(rig, card, wiring)}`
        : loadText(rig, card, wiring, isMoved),
    isMoved && card !== null && isBalancedOutput(card, wiring.output)
      ? "This output is balanced: take both legs of each channel to the interface's balanced input, and ground neither."
      : '',
  ];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

const inputName = ({ input }: Wiring): string => (input === null ? 'input' : `${input} input`);

function outputName(card: SpecCard | null, { output }: Wiring): string {
  const named = output ?? (card === null ? null : (outputPort(card, null)?.name ?? null));
  if (named === null) return 'output';
  return /\b(?:out|output|jack|socket)\b/i.test(named) ? named : `${named} output`;
}

function driveText(rig: Rig, wiring: Wiring): string {
  if (wiring.drive === 'analogue') {
    const inputs = wiring.input === null ? 'inputs' : `${wiring.input} inputs`;
    return `Connect the interface's outputs to the unit's ${inputs}`;
  }
  const socket = wiring.input === null ? 'digital input' : wiring.input;
  const device = rig.digitalOutput?.device ?? 'the unit';
  return `Connect the computer to the unit's ${socket}, where it plays as "${device}", with its volume fully up in the system too,`;
}

function outputText(rig: Rig, card: SpecCard | null, wiring: Wiring): string {
  const channels =
    wiring.drive === 'analogue'
      ? cabled(rig)
      : rig.channels.map((channel) => `input ${channel.inputChannel} (${channel.name})`).join(', ');
  return `and the unit's ${outputName(card, wiring)} to the interface's inputs, with no load: ${channels}.`;
}

function loadText(rig: Rig, card: SpecCard | null, wiring: Wiring, isMoved: boolean): string {
  const ohms = wiring.loadOhms ?? 0;
  const load = rig.loads.find((candidate) => candidate.ohms === ohms);
  const rating = load === undefined ? '' : `, rated ${formatQuantity(load.ratedWatts, 'W')} or more`;
  const plug = isMoved && wiring.output !== null ? `Plug into the ${outputName(card, wiring)}. ` : '';
  return `${plug}Connect a ${formatQuantity(ohms, 'ohm')} resistor${rating}, across every channel of the unit's ${outputName(card, wiring)}. Resistors only: never a headphone.`;
}
