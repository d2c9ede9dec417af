import type { Rig } from '../calibration/rig.ts';
import type { VerificationPlan, Wiring } from '../planner/plan.ts';
import { formatQuantity } from '../units/format.ts';
import type { Prompt } from './effects.ts';

/** A wiring as a word: `loopback`, `open`, `load-20`, `series-10000`. */
export function wiringKey(wiring: Wiring): string {
  if (wiring.path === 'loopback') return 'loopback';
  const parts = [
    ...(wiring.seriesOhms === 0 ? [] : [`series-${wiring.seriesOhms}`]),
    ...(wiring.loadOhms === null ? [] : [`load-${wiring.loadOhms}`]),
  ];
  return parts.length === 0 ? 'open' : parts.join('-');
}

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

export function wiringPrompt(rig: Rig, wiring: Wiring, previous: Wiring | null): Prompt {
  const key = wiringKey(wiring);
  const channels = rig.channels
    .map((channel) => `output ${channel.outputChannel} and input ${channel.inputChannel} (${channel.name})`)
    .join(', ');
  const reference =
    rig.timeReference === null
      ? ''
      : ` Leave the time reference cabled: output ${rig.timeReference.outputChannel} to input ${rig.timeReference.inputChannel}.`;
  return { id: `wire-${key}`, kind: 'wire', wiring, text: instruction(rig, wiring, previous, channels) + reference };
}

function instruction(rig: Rig, wiring: Wiring, previous: Wiring | null, channels: string): string {
  if (wiring.path === 'loopback')
    return `Connect each output of the interface straight to its input, without the unit: ${channels}.`;
  if (wiring.seriesOhms > 0) {
    return `Put ${formatQuantity(wiring.seriesOhms, 'ohm')} in series between each output of the interface and the unit's input.`;
  }
  const removeSeries =
    previous !== null && previous.seriesOhms > 0 ? 'Take the series resistors out of the drive. ' : '';
  if (wiring.loadOhms !== null) {
    const load = rig.loads.find((candidate) => candidate.ohms === wiring.loadOhms);
    const rating = load === undefined ? '' : `, rated ${formatQuantity(load.ratedWatts, 'W')} or more`;
    return `${removeSeries}Connect a ${formatQuantity(wiring.loadOhms, 'ohm')} resistor${rating}, across every channel of the unit's output. Resistors only: never a headphone.`;
  }
  return `${removeSeries}Connect the interface's outputs to the unit's inputs and the unit's output to the interface's inputs, with no load: ${channels}.`;
}
