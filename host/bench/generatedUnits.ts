import { setImmediate } from 'node:timers/promises';
import { AmpbenchError } from '../../core/errors.ts';
import type { Figure } from '../../core/result/figure.ts';
import { makeFigure } from '../../core/result/makeFigure.ts';
import type { MeasureStep } from '../../core/sequence/sequence.ts';
import { createRandom } from '../../core/signal/random.ts';
import type { SequenceBench, SequenceClock } from '../sequence/sequenceBench.ts';

/** A clock that goes only when it is told to. */
export class FastClock implements SequenceClock {
  #nowMs: number;
  #elapsedSeconds = 0;

  constructor(startMs: number) {
    this.#nowMs = startMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  elapsedSeconds(): number {
    return this.#elapsedSeconds;
  }

  /** Time goes on. */
  pass(seconds: number): void {
    this.#elapsedSeconds += seconds;
    this.#nowMs += 1000 * seconds;
  }

  /** Somebody sets the time of day; what is running runs on. */
  set(nowMs: number): void {
    this.#nowMs = nowMs;
  }
}

/** What the units are like, volts and ratios. */
const LEVEL = { mean: 1, unitSpread: 0.01, driftPerDay: 0.002, repeat: 0.0005 };
const THDN = { mean: 5e-5, unitSpread: 5e-6, faulty: 2e-3 };
/** One unit in so many distorts; its second test is like its first. */
const FAULTY_ONE_IN = 100;

/**
 * A bench for the speed and endurance of batches: no audio, no captures. Each unit's level and THD+N on two channels are drawn from its serial number; the level
 * drifts with the clock. Everything behind it (sequence, judgement, store, statistics) is the product's own.
 * @param secondsPerUnit by which a measurement moves the clock
 */
export function generatedUnits(
  seed: number,
  clock: FastClock,
  secondsPerUnit: number,
): (serial: string) => SequenceBench {
  const random = createRandom(seed);
  const repeats = random.derive('repeats');
  const startMs = clock.nowMs();
  const refuse = (): never => {
    throw new AmpbenchError('usage', 'not-generated', 'generated units answer measurements only');
  };
  const figureOf = (id: string, channel: string, value: number, unit: Figure['unit'], spread: number): Figure =>
    makeFigure({
      ...{ id, channel, value, unit, definitionId: `generated.${id}`, conditions: { frequencyHz: 1000 } },
      parts: [{ source: 'repeatability', value: 2 * spread }],
    });
  return (serial) => {
    const unit = random.derive(serial);
    const [level, thdn] = [unit.gaussian(), unit.gaussian()];
    const isFaulty = unit.uniform() < 1 / FAULTY_ONE_IN;
    return {
      rigId: 'generated',
      simulated: true,
      verify: refuse,
      ask: refuse,
      command: refuse,
      mute: () => Promise.resolve(),
      measure: async ({ measurement }: MeasureStep) => {
        // A real one waits for its device; memory of the database's driver is freed only while something waits
        await setImmediate();
        const days = (clock.nowMs() - startMs) / 86_400_000;
        clock.pass(secondsPerUnit);
        const volts = LEVEL.mean + LEVEL.unitSpread * level + LEVEL.driftPerDay * days;
        const ratio = isFaulty ? THDN.faulty : Math.abs(THDN.mean + THDN.unitSpread * thdn);
        const channels = ['left', 'right'].map((name, index) => ({
          channel: index + 1,
          curves: {},
          flags: [],
          figures: {
            level: figureOf('level', name, volts + LEVEL.repeat * repeats.gaussian(), 'V', LEVEL.repeat),
            'thd-n': figureOf('thd-n', name, ratio, 'ratio', THDN.unitSpread / 50),
          },
        }));
        return {
          folder: '',
          measurement: {
            ...{
              kind: measurement.kind,
              schemaVersion: 1,
              sampleRateHz: 192_000,
              frames: 0,
              definitionId: 'generated',
            },
            ...{ channels, clock: null, integrity: [], request: measurement, rigId: 'generated', simulated: true },
            captures: [],
          } as const,
        };
      },
    };
  };
}

/** The test that generated units are put through. */
export const GENERATED_SEQUENCE = `sequence: Generated units
steps:
  - measure: thdn
    limits:
      - {figure: thd-n, upper: 0.1, unit: "%"}
      - {figure: level, lower: 0.95, upper: 1.05, unit: V}
`;
