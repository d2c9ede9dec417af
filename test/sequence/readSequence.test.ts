import { describe, expect, it } from 'vitest';
import { AmpbenchError } from '../../core/errors.ts';
import { readSequence } from '../../core/sequence/readSequence.ts';

const FULL = `sequence: End of line
description: every HPA-1
variables: {relay: ./relays.sh, volts: 1.5}
steps:
  - prompt: Put unit into the fixture, gain \${gain1}
  - for: load
    in: [33, 300]
    steps:
      - command: ["\${relay}", load, "\${load}", "a b; rm -rf $\${HOME}"]
        timeoutSeconds: 5
      - measure: thdn
        outputVolts: \${volts}
        loadOhms: \${load}
        settings: {frequencyHz: 1000}
        limits:
          - {figure: thd-n, upper: 0.01, unit: "%"}
  - id: card
    verify: hpa-1
    rules: {thdnLimitRatio: 0.001}
`.replace('${gain1}', 'low');

function faultOf(text: string): AmpbenchError {
  try {
    readSequence(text, 'line.yaml');
  } catch (error) {
    if (error instanceof AmpbenchError) return error;
    throw error;
  }
  throw new Error('it was read');
}

describe('readSequence', () => {
  it('writes loops out and puts variables in, with their type', () => {
    const { name, description, variables, steps } = readSequence(FULL, 'line.yaml');
    expect([name, description, variables]).toEqual([
      'End of line',
      'every HPA-1',
      { relay: './relays.sh', volts: 1.5 },
    ]);
    expect(steps.map(({ id, kind, place }) => [id, kind, place.line])).toEqual([
      ['prompt', 'prompt', 5],
      ['command.load-33', 'command', 9],
      ['thdn.load-33', 'measure', 11],
      ['command.load-300', 'command', 9],
      ['thdn.load-300', 'measure', 11],
      ['card', 'verify', 17],
    ]);
    expect(steps[2]).toMatchObject({
      loop: { load: 33 },
      measurement: { kind: 'thdn', path: 'dut', outputVoltsRms: 1.5, loadOhms: 33, settings: { frequencyHz: 1000 } },
      limits: [{ figure: 'thd-n', upper: 0.01, unit: '%' }],
    });
    expect(steps[5]).toMatchObject({ card: 'hpa-1', rules: { thdnLimitRatio: 0.001, frequencyHz: 997 } });
  });

  it('leaves arguments of commands as they are: no shell reads them', () => {
    const [, command] = readSequence(FULL, 'line.yaml').steps;
    expect(command).toMatchObject({
      words: ['./relays.sh', 'load', '33', 'a b; rm -rf ${HOME}'],
      timeoutSeconds: 5,
      exitCode: 0,
    });
  });

  it('makes ranges, linear and logarithmic, and loops in loops', () => {
    const text = (spacing: string): string =>
      `sequence: s\nsteps:\n  - for: a\n    in: {from: 10, to: 1000, points: 3, spacing: ${spacing}}\n    steps:\n      - for: b\n        in: [x, y]\n        steps: [{prompt: "\${a} \${b}"}]\n`;
    const texts = (spacing: string): string[] =>
      readSequence(text(spacing), 's.yaml').steps.map((step) => (step.kind === 'prompt' ? step.text : ''));
    expect(texts('linear')).toEqual(['10 x', '10 y', '505 x', '505 y', '1000 x', '1000 y']);
    expect(texts('logarithmic')).toEqual(['10 x', '10 y', '100 x', '100 y', '1000 x', '1000 y']);
  });

  it('gives equal steps ids of their own', () => {
    const { steps } = readSequence('sequence: s\nsteps: [{prompt: a}, {prompt: b}, {prompt: 漢字, id: x}]', 's.yaml');
    expect(steps.map(({ id }) => id)).toEqual(['prompt', 'prompt-2', 'x']);
  });

  it('takes other values for its variables, and refuses names it does not have', () => {
    const [, command] = readSequence(FULL, 'line.yaml', { relay: '/opt/relays' }).steps;
    expect(command).toMatchObject({ words: ['/opt/relays', 'load', '33', 'a b; rm -rf ${HOME}'] });
    expect(() => readSequence(FULL, 'line.yaml', { relais: 'x' })).toThrow(
      /"relais" is no variable of line.yaml; there are relay, volts/,
    );
  });

  it.each([
    ['sequence: s\nsteps: [', 'sequence-not-yaml', 2, /not valid YAML/],
    ['sequence: s\nsteps:\n  - measure: thd\n', 'sequence-value', 3, /measure is "thd" but it does not fit/],
    ['sequence: s\nsteps:\n  - measure: thdn\n    loadOhm: 3\n', 'sequence-key-unknown', 4, /unknown key "loadOhm"/],
    ['sequence: s\nsteps:\n  - measure: thdn\n    loadOhms: -3\n', 'sequence-value', 4, /loadOhms is -3/],
    ['sequence: s\nsteps:\n  - prompt: a\n    measure: thdn\n', 'sequence-step-unknown', 3, /measure and prompt/],
    ['sequence: s\nsteps:\n  - wait: 3\n', 'sequence-step-unknown', 3, /one of the keys verify, measure/],
    [
      'sequence: s\nsteps:\n  - prompt: "${x}"\n',
      'sequence-variable-unknown',
      3,
      /"x" is no variable here; there are none/,
    ],
    ['sequence: s\nsteps:\n  - prompt: "${1+1}"\n', 'sequence-variable-unknown', 3, /"1\+1" is no variable/],
    [
      'sequence: s\nvariables: {a: 1}\nsteps:\n  - for: a\n    in: [1]\n    steps: [{prompt: b}]\n',
      'sequence-variable-doubled',
      4,
      /a name of its own/,
    ],
    [
      'sequence: s\nsteps:\n  - measure: thdn\n    limits:\n      - {figure: thd-n, unit: dB}\n',
      'sequence-value',
      5,
      /a limit needs lower, upper or both/,
    ],
    [
      'sequence: s\nsteps:\n  - measure: thdn\n    settings:\n      frequency: 1\n',
      'sequence-key-unknown',
      5,
      /unknown key "frequency"/,
    ],
    [
      'sequence: s\nsteps:\n  - for: f\n    in: {from: 0, to: 9, points: 3, spacing: logarithmic}\n    steps: [{prompt: a}]\n',
      'sequence-value',
      4,
      /both must be above 0/,
    ],
    ['steps: [{prompt: a}]', 'sequence-value', 1, /sequence is missing/],
  ])('names line and rule of %j', (text, code, line, message) => {
    const fault = faultOf(text);
    expect([fault.code, fault.data['line']]).toEqual([code, line]);
    expect(fault.message).toMatch(message);
    expect(fault.message).toContain(`line.yaml, line ${line}, column `);
  });

  it('refuses loops that make too many steps, and aliases that unfold without end', () => {
    const many = `sequence: s\nsteps:\n  - for: a\n    in: {from: 1, to: 10000, points: 10000, spacing: linear}\n    steps: [{prompt: a}, {prompt: b}]\n`;
    expect(faultOf(many).code).toBe('sequence-too-long');
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (const [one, next] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg'])
      bomb.push(`${next}: &${next} [${new Array(9).fill(`*${one}`).join(', ')}]`);
    expect(faultOf(`${bomb.join('\n')}\nsequence: s\nsteps: [{prompt: a}]`).code).toBe('sequence-not-yaml');
  });

  it('does not take names of the language for variables', () => {
    expect(faultOf('sequence: s\nsteps: [{prompt: "${constructor}"}]').code).toBe('sequence-variable-unknown');
  });
});
