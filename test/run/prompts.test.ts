import { describe, expect, it } from 'vitest';
import { LOOPBACK, OPEN } from '../../core/planner/wiring.ts';
import type { Wiring } from '../../core/planner/plan.ts';
import { wiringPrompt } from '../../core/run/prompts.ts';
import { createSimulatedBench } from '../../core/simulate/bench.ts';
import { cardOf } from '../planner/shippedCards.ts';

const timed = createSimulatedBench('sim:studio-384/mojo-2', { seed: 1 }).rig;
const card = cardOf('Output power into 32 ohms: 1 W', {
  ports: [
    { name: '6.35 mm', direction: 'output', signal: 'headphone', wiring: 'single-ended' },
    { name: '4.4 mm', direction: 'output', signal: 'headphone', wiring: 'balanced' },
  ],
});
const promptText = (wiring: Wiring, previous: Wiring | null): string =>
  wiringPrompt(timed, card, wiring, previous).text;

describe('what the person is asked to wire', () => {
  it('[PLAN-16] names the gain and the socket', () => {
    const wiring: Wiring = { ...OPEN, output: '6.35 mm', gain: 'high', loadOhms: 32 };
    const text = promptText(wiring, { ...OPEN, output: '4.4 mm', gain: 'low' });
    expect(text).toContain('Set the gain to high.');
    expect(text).toContain('Plug into the 6.35 mm output.');
    expect(text).toContain('never a headphone');
    expect(wiringPrompt(timed, card, wiring, null).id).toBe('wire-from-6.35-mm-gain-high-load-32');
  });

  it('[PLAN-16] is one switch where nothing else changes', () => {
    const low: Wiring = { ...OPEN, gain: 'low', loadOhms: 32 };
    expect(promptText({ ...low, gain: 'high' }, low)).toMatch(
      /^Set the gain to high; leave everything else as it is\./,
    );
  });

  it('[PLAN-12] of a balanced output says that no leg may be grounded, once', () => {
    const open: Wiring = { ...OPEN, output: '4.4 mm' };
    expect(promptText(open, LOOPBACK)).toMatch(/both legs.*ground neither/);
    expect(promptText({ ...open, loadOhms: 32 }, open)).not.toMatch(/ground neither/);
    expect(promptText({ ...OPEN, output: '6.35 mm' }, LOOPBACK)).not.toMatch(/ground neither/);
  });

  it('[PLAN-11] of a digital drive names the device that plays, and no time reference', () => {
    const text = promptText({ ...OPEN, drive: 'digital' }, LOOPBACK);
    expect(text).toContain(`plays as "${timed.digitalOutput?.device}"`);
    expect(text).not.toMatch(/interface's outputs/);
    expect(text).not.toMatch(/time reference/);
    expect(promptText(OPEN, LOOPBACK)).toMatch(/time reference/);
  });

  it('[PLAN-16] takes the series resistors out again', () => {
    expect(promptText({ ...OPEN, loadOhms: 300 }, { ...OPEN, seriesOhms: 10_000 })).toMatch(
      /^Take the series resistors out/,
    );
  });
});
