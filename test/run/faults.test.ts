import { describe, expect, it } from 'vitest';
import type { PromptAnswer } from '../../core/run/effects.ts';
import type { ClaimVerdict, Verification } from '../../core/result/verification.ts';
import type { Fault } from '../../core/simulate/faults.ts';
import { expectClose } from '../expectClose.ts';
import { driveRun, finished, type DrivenRun, type DriveOptions } from './driveRun.ts';
import { hpa1Card } from './hpa1Card.ts';
import { OPEN } from '../../core/planner/wiring.ts';

// The quicker of the benches; what is done about a fault does not hang on the interface
const BENCH = 'sim:usb-192/hpa-1';
const card = hpa1Card();
/** The card's rows that begin with these words: the whole plan is only worth its time where it matters. */
const rowsOf = (...words: readonly string[]): typeof card => ({
  ...card,
  claims: card.claims.filter(({ asWritten }) => words.some((each) => asWritten.startsWith(each))),
});
/** The load of THD+N is the one that the power is stated into. */
const DISTORTION = rowsOf('THD + Noise', 'Output Power into 20');
const drive = (options: DriveOptions, benchId = BENCH, rows = card): DrivenRun =>
  driveRun(rows, benchId, { seed: 5, isRemembered: true, ...options });
/** The fault strikes one take only. */
const inTake =
  (takeId: string, fault: Fault) =>
  (id: string): readonly Fault[] =>
    id === takeId ? [fault] : [];

function rowOf({ claims }: Verification, words: string): ClaimVerdict {
  const row = claims.find(({ asWritten }) => asWritten.startsWith(words));
  if (row === undefined) throw new Error(`no row ${words}`);
  return row;
}
const findingsOf = (
  { steps }: Verification,
  kind: string,
): { code: string; channel: string; atSeconds: number | null; count: number | null }[] =>
  steps
    .filter(({ step }) => step.kind === kind)
    .flatMap(({ integrity }) =>
      integrity.map(({ code, channel, atSeconds, count }) => ({ code, channel, atSeconds, count })),
    );

describe('a load that was not connected', () => {
  it('is asked for once more by name, and the run goes on when it is there', () => {
    const run = drive({ wire: ({ id, wiring }) => (id === 'wire-load-20' ? OPEN : wiring) });
    const asked = run.prompts.map(({ id }) => id);
    expect(asked.slice(asked.indexOf('wire-load-20'))).toEqual(['wire-load-20', 'wire-load-20-again', 'wire-load-300']);
    expect(run.prompts.find(({ id }) => id === 'wire-load-20-again')?.text).toMatch(/fell by .* dB with the 20 Ω load/);
    const verification = finished(run);
    expect(rowOf(verification, 'Output Impedance')).toMatchObject({ verdict: 'pass', reasonCode: 'within' });
    // Both captures are on record: the void one is not hidden
    expect(verification.captures.map(({ takeId }) => takeId)).toEqual(
      expect.arrayContaining(['load-20.probe-1', 'load-20.probe-2']),
    );
  });

  it('ends the run when it is not there the second time either', () => {
    const run = drive({ wire: ({ id, wiring }) => (id.startsWith('wire-load-20') ? OPEN : wiring) });
    expect(run.prompts.at(-1)?.id).toBe('wire-load-20-again');
    expect(run.error).toMatchObject({ kind: 'data', code: 'load-not-changed', data: { loadOhms: 20 } });
    expect(run.takes.at(-1)?.take.id).toBe('load-20.probe-2');
  });

  it('is noticed for the second load by the drop that the first one foretells', () => {
    const run = drive({
      wire: ({ id, wiring }) => (id.startsWith('wire-load-300') ? { ...wiring, loadOhms: 20 } : wiring),
    });
    expect(run.error).toMatchObject({ kind: 'data', code: 'load-not-changed', data: { loadOhms: 300 } });
    // Nothing was driven to the 300 Ω level into 20 Ω
    expect(run.takes.some(({ take }) => take.id.startsWith('power-300'))).toBe(false);
  });

  it('may be skipped at the second asking: then its rows lack their load, and say so', () => {
    const run = drive({
      wire: ({ id, wiring }) => (id === 'wire-load-20' ? OPEN : wiring),
      answer: ({ id }): PromptAnswer => ({ answer: id === 'wire-load-20-again' ? 'skip' : 'done' }),
    });
    const verification = finished(run);
    for (const words of ['THD + Noise', 'Output Power into 20']) {
      expect(rowOf(verification, words)).toMatchObject({
        verdict: 'not-verifiable',
        reasonCode: 'load-missing',
        measured: null,
      });
    }
  });
});

describe('what a person may answer', () => {
  it('a skipped load leaves its rows undecided, and the others as they are', () => {
    const run = drive({ answer: ({ id }) => ({ answer: id === 'wire-load-20' ? 'skip' : 'done' }) });
    const verification = finished(run);
    for (const words of ['THD + Noise', 'Output Power into 20']) {
      expect(rowOf(verification, words)).toMatchObject({
        verdict: 'not-verifiable',
        reasonCode: 'load-missing',
        measured: null,
      });
    }
    expect(rowOf(verification, 'Gain')).toMatchObject({ verdict: 'pass' });
    expect(run.takes.some(({ wiring }) => wiring.loadOhms === 20)).toBe(false);
  });

  it('a skipped series resistor leaves the input impedance undecided and the gain less certain', () => {
    const skipped = finished(drive({ answer: ({ id }) => ({ answer: id === 'wire-series-10000' ? 'skip' : 'done' }) }));
    expect(rowOf(skipped, 'Input Impedance')).toMatchObject({ verdict: 'not-verifiable', reasonCode: 'load-missing' });
    const gain = rowOf(skipped, 'Gain').measured;
    // 220 Ω into anything from 10 kΩ up
    expect(gain?.uncertainty ?? 0).toBeGreaterThan(0.02 * (gain?.value ?? Infinity));
  });

  it.each(['wire-loopback', 'wire-open'])('%s cannot be skipped: all figures rest on it', (promptId) => {
    const run = drive({ answer: ({ id }) => ({ answer: id === promptId ? 'skip' : 'done' }) });
    expect(run.error).toMatchObject({ kind: 'usage', code: 'step-needed' });
  });

  it('the ohms read with a multimeter are what power and impedance are reckoned with', () => {
    const read = finished(
      drive({ answer: ({ id }) => (id === 'wire-load-20' ? { answer: 'done', loadOhms: 20.4 } : { answer: 'done' }) }),
    );
    const stated = finished(drive({}));
    const value = (verification: Verification, words: string): number =>
      rowOf(verification, words).measured?.value ?? Number.NaN;
    const ratio = (words: string): number => value(read, words) / value(stated, words);
    // The cable's 0.02 Ω is in both
    const because = 'volts are the same to the last digit of the capture';
    expectClose(ratio('Output Power into 20'), 20.02 / 20.42, { within: 1e-6, unit: 'ratio', because });
    const impedance = (verification: Verification): number =>
      verification.steps.find(({ step }) => step.id === 'load-20')?.figures[0].value ?? Number.NaN;
    expectClose(impedance(read) / impedance(stated), 20.42 / 20.02, {
      within: 1e-4,
      unit: 'ratio',
      because: 'Z = R·(ratio − 1), but for the input’s 20 kΩ across the load',
    });
  });
});

describe('a bench that is not as it should be', () => {
  it('a device that is off ends the run with nothing louder than the limit of a search', () => {
    const run = drive({ faults: () => [{ kind: 'dead-dut' }] });
    expect(run.error).toMatchObject({ kind: 'device', code: 'dut-dead' });
    expect(run.takes.every(({ take }) => take.predictedOutputVoltsRms <= run.rig.limits.outputVoltsRms)).toBe(true);
  });

  it('a device that dies after its gain was found never passes what it did not do', () => {
    const run = drive({ faults: (id) => (/^(thdn|power)-20/.test(id) ? [{ kind: 'dead-dut' }] : []) });
    expect(run.error === null || (run.error as { code?: string }).code !== undefined).toBe(true);
    if (run.verification === null) return;
    for (const words of ['THD + Noise', 'Output Power into 20']) {
      expect(rowOf(run.verification, words).verdict).not.toBe('pass');
    }
  });

  it('a missing loopback is named with its channel before anything is measured', () => {
    const run = drive({ alter: (_, capture) => ({ ...capture, frames: new Float32Array(capture.frames.length) }) });
    expect(run.error).toMatchObject({ kind: 'device', code: 'loopback-missing', data: { channel: 'left' } });
    expect(run.takes).toHaveLength(1);
  });

  it('a loopback on one channel only is named with the other', () => {
    const run = drive({
      alter: (_, capture) => ({
        ...capture,
        frames: capture.frames.map((value, index) => (index % capture.channelCount === 1 ? 0 : value)),
      }),
    });
    expect(run.error).toMatchObject({ kind: 'device', code: 'loopback-missing', data: { channel: 'right' } });
  });

  it.each([96000, 176400])('hardware that runs at %i Hz where 192 kHz was asked is found out', (actualSampleRateHz) => {
    const run = drive({ faults: () => [{ kind: 'wrong-rate', take: 'every', actualSampleRateHz }] });
    expect(run.error).toMatchObject({
      kind: 'device',
      code: 'wrong-rate',
      data: { requestedHz: 192000, actualHz: actualSampleRateHz },
    });
    expect(run.takes).toHaveLength(1);
  });

  it('a rig whose calibration does not hold is refused', () => {
    const { rig } = drive({
      answer: () => ({ answer: 'done' }),
      alter: () => {
        throw new Error('enough');
      },
    });
    const wrong = { ...rig, input: { ...rig.input, fullScaleVoltsRms: rig.input.fullScaleVoltsRms * 1.4 } };
    expect(drive({ rig: wrong }).error).toMatchObject({ kind: 'rig', code: 'loopback-level' });
  });
});

describe('a damaged capture', () => {
  /** Every fault in the THD+N take of a unit that fails on a sound bench: neither pass nor fail may come of it. */
  const damaged = (fault: Fault, rows = DISTORTION): Verification =>
    finished(drive({ faults: inTake('thdn-20-c4.tone', fault) }, 'sim:usb-192/faulty-hpa-1', rows));

  it('with lost samples decides nothing, and says how many and where', () => {
    const verification = damaged({ kind: 'drop-frames', take: 'every', atSeconds: 2, frames: 37 });
    expect(rowOf(verification, 'THD + Noise')).toMatchObject({
      verdict: 'inconclusive',
      reasonCode: 'capture-damaged',
      margin: null,
    });
    const findings = findingsOf(verification, 'thdn');
    expect(findings.map(({ channel, code }) => `${channel} ${code}`)).toEqual([
      'left dropped-samples',
      'right dropped-samples',
    ]);
    for (const { atSeconds, count } of findings) {
      expect(count).toBe(37);
      expectClose(atSeconds ?? Number.NaN, 2, {
        within: 0.01,
        unit: 's',
        because: 'blocks are four cycles of 997 Hz long',
      });
    }
  });

  it('with samples twice decides nothing', () => {
    const verification = damaged({ kind: 'repeat-frames', take: 'every', atSeconds: 1.5, frames: 64 });
    expect(rowOf(verification, 'THD + Noise')).toMatchObject({
      verdict: 'inconclusive',
      reasonCode: 'capture-damaged',
    });
    expect(findingsOf(verification, 'thdn').map(({ code, count }) => [code, count])).toEqual([
      ['repeated-samples', 64],
      ['repeated-samples', 64],
    ]);
  });

  it('that the stream itself admits decides nothing', () => {
    const verification = damaged({ kind: 'drop-frames', take: 'every', atSeconds: 4.32, frames: 8, reported: true });
    expect(rowOf(verification, 'THD + Noise')).toMatchObject({
      verdict: 'inconclusive',
      reasonCode: 'capture-damaged',
    });
    expect(findingsOf(verification, 'thdn').map(({ code }) => code)).toContain('xrun');
  });

  it('with a mute decides nothing', () => {
    const verification = damaged({ kind: 'mute', take: 'every', atSeconds: 3, seconds: 0.1 });
    expect(rowOf(verification, 'THD + Noise')).toMatchObject({
      verdict: 'inconclusive',
      reasonCode: 'capture-damaged',
    });
    expect(findingsOf(verification, 'thdn').map(({ code }) => code)).toContain('muted');
  });

  it('with a block of zeros decides nothing', () => {
    const verification = damaged({ kind: 'zero-frames', take: 'every', atSeconds: 3, frames: 512 });
    expect(rowOf(verification, 'THD + Noise')).toMatchObject({
      verdict: 'inconclusive',
      reasonCode: 'capture-damaged',
    });
  });

  it('that clips decides nothing, and says clipped', () => {
    // Somebody turned the input's gain up by 20 dB: 1.4 V peak of 11 V now reach the end of the converter
    const alter: DriveOptions['alter'] = (id, capture) =>
      id === 'thdn-20-c4.tone'
        ? { ...capture, frames: capture.frames.map((value) => Math.min(Math.max(10 * value, -1), 1)) }
        : capture;
    const run = drive({ alter }, BENCH, DISTORTION);
    const verification = finished(run);
    expect(rowOf(verification, 'THD + Noise')).toMatchObject({ verdict: 'inconclusive', reasonCode: 'clipped' });
    expect(findingsOf(verification, 'thdn').map(({ channel, code }) => `${channel} ${code}`)).toEqual([
      'left clipped',
      'right clipped',
    ]);
  });

  it('spoils only the rows that rest on it', () => {
    const rows = rowsOf('THD + Noise', 'Output Power into 20', 'Gain', 'Output Impedance', 'Input Impedance');
    const verification = damaged({ kind: 'drop-frames', take: 'every', atSeconds: 2, frames: 37 }, rows);
    expect(rowOf(verification, 'Gain').verdict).toBe('fail');
    expect(rowOf(verification, 'Output Impedance').verdict).toBe('fail');
    expect(rowOf(verification, 'Input Impedance').verdict).toBe('pass');
  });
});

describe('damage in a capture that a figure only rests on', () => {
  const DROP: Fault = { kind: 'drop-frames', take: 'every', atSeconds: 0.5, frames: 40 };
  const MUTE: Fault = { kind: 'mute', take: 'every', atSeconds: 0.3, seconds: 0.1 };
  it.each([
    // The gain is read from the response's tone
    ['response.probe', DROP, ['Gain', 'Input Impedance', 'Output Impedance']],
    ['input-impedance.probe', MUTE, ['Gain', 'Input Impedance']],
    ['load-20.probe-1', DROP, ['Output Impedance']],
    ['power-20-c3.level-1', DROP, ['Output Power into 20']],
    ['baseline.probe', MUTE, ['Gain', 'THD + Noise', 'Output Impedance']],
    ['baseline.tones', DROP, ['Gain', 'THD + Noise']],
  ] as const)('%s: no row behind it passes or fails', (takeId, fault, rows) => {
    // Without the second load, whose check would end some of these runs first
    const answer = ({ id }: { id: string }): PromptAnswer => ({ answer: id === 'wire-load-300' ? 'skip' : 'done' });
    // Power that the rig cannot reach is only measured beside all the rest
    const plan = takeId.startsWith('power') ? card : rowsOf('Frequency Response', 'Output Power into 20', ...rows);
    const verification = finished(drive({ faults: inTake(takeId, fault), answer }, BENCH, plan));
    for (const words of rows) {
      expect(rowOf(verification, words), words).toMatchObject({
        verdict: 'inconclusive',
        reasonCode: 'capture-damaged',
      });
    }
  });

  /** Without loads and series resistor, whose checks would tell of some of these in another way. */
  const unloaded = ({ id }: { id: string }): PromptAnswer => ({ answer: /load|series/.test(id) ? 'skip' : 'done' });

  it.each([
    // No time reference, and a rate that reaches 100 kHz
    ['a mute', 'sim:split-384/hpa-1', { ...MUTE, atSeconds: 1.9 }, 'muted'],
    ['a lost block', 'sim:split-384/hpa-1', { ...DROP, atSeconds: 2.1 }, 'dropped-samples'],
    ['one lost sample', 'sim:usb-192/hpa-1', { ...DROP, atSeconds: 2.2, frames: 1 }, 'dropped-samples'],
    ['samples twice', 'sim:usb-192/hpa-1', { ...DROP, kind: 'repeat-frames', atSeconds: 1.7 }, 'repeated-samples'],
    ['a late mute', 'sim:usb-192/hpa-1', { ...MUTE, atSeconds: 2.7, seconds: 0.05 }, 'muted'],
    [
      'a block of zeros',
      'sim:usb-192/hpa-1',
      { ...DROP, kind: 'zero-frames', atSeconds: 2, frames: 64 },
      'missing-block',
    ],
  ] as const)('%s in a sweep is found and leaves the response undecided (%s)', (_, benchId, fault, code) => {
    const plan = rowsOf('Frequency Response');
    const verification = finished(drive({ faults: inTake('response.probe', fault) }, benchId, plan));
    const row = rowOf(verification, 'Frequency Response');
    expect(row.verdict === 'pass' || row.verdict === 'fail').toBe(false);
    const findings = findingsOf(verification, 'frequency-response');
    expect(new Set(findings.map(({ channel, code: found }) => `${channel} ${found}`))).toEqual(
      new Set([`left ${code}`, `right ${code}`]),
    );
    for (const { atSeconds } of findings) {
      expectClose(atSeconds ?? Number.NaN, fault.atSeconds, {
        within: 5e-4,
        unit: 's',
        because: 'the sample is named, and half a millisecond is promised',
      });
    }
  });

  it('zeros inside a noise take are found: they would read as less noise', () => {
    const fault: Fault = { kind: 'zero-frames', take: 'every', atSeconds: 0.7, frames: 20_000 };
    const run = drive({ faults: inTake('baseline.silence', fault) }, BENCH, rowsOf('Gain'));
    expect(findingsOf(finished(run), 'baseline').map(({ channel, code, count }) => [channel, code, count])).toEqual([
      ['left', 'missing-block', 20_000],
      ['right', 'missing-block', 20_000],
    ]);
  });

  it('an interface that clips far below its full scale passes nothing', () => {
    const run = drive({
      faults: () => [{ kind: 'input-clipping', take: 'every', limitRatio: 0.12 }],
      answer: unloaded,
    });
    const found = run.verification === null ? [] : findingsOf(run.verification, 'baseline');
    expect(run.verification?.claims.some(({ verdict }) => verdict === 'pass')).toBe(false);
    expect(new Set(found.map(({ code }) => code))).toEqual(new Set(['clipped']));
  });
});
