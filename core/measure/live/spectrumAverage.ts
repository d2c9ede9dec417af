import type { LiveAveraging } from './liveReading.ts';

/** Power spectra averaged bin by bin, and the highest of each bin: docs/spec/live.md, LIVE-12. */
export class SpectrumAverage {
  /** The newest spectrum is written here before `add`. */
  readonly newest: Float64Array;
  readonly power: Float64Array;
  /** Null while nothing is held. */
  held: Float64Array | null = null;
  /** Spectra in the average. */
  count = 0;
  private readonly heldPower: Float64Array;
  private averaging: LiveAveraging = { kind: 'off', count: 1 };

  constructor(bins: number) {
    this.newest = new Float64Array(bins);
    this.power = new Float64Array(bins);
    this.heldPower = new Float64Array(bins);
  }

  /** Another averaging begins anew; a hold that is switched on begins empty. */
  change(averaging: LiveAveraging, peakHold: boolean): void {
    const { kind, count } = this.averaging;
    if (averaging.kind !== kind || averaging.count !== count) this.count = 0;
    this.averaging = averaging;
    if (peakHold === (this.held !== null)) return;
    this.heldPower.fill(0);
    this.held = peakHold ? this.heldPower : null;
  }

  restart(): void {
    this.count = 0;
    this.heldPower.fill(0);
  }

  add(): void {
    const { newest, power, held, averaging } = this;
    const most = averaging.kind === 'off' ? 1 : averaging.count;
    this.count = Math.min(this.count + 1, most);
    const share = this.count === 1 ? 1 : averaging.kind === 'exponential' ? 1 / most : 1 / this.count;
    if (share === 1) power.set(newest);
    else for (let bin = 0; bin < power.length; bin++) power[bin] += share * (newest[bin] - power[bin]);
    if (held === null) return;
    for (let bin = 0; bin < held.length; bin++) if (newest[bin] > held[bin]) held[bin] = newest[bin];
  }
}
