import type { PowerSpectrum } from '../../dsp/powerSpectrum.ts';
import { AmpbenchError } from '../../errors.ts';

/** The part of the spectrum that is looked at, on a logarithmic axis. */
export interface SpectrumRange {
  readonly lowHz: number;
  readonly highHz: number;
  /** Pixels across. */
  readonly columns: number;
}

const MOST_COLUMNS = 8192;

/** Thins spectra to what a drawing can show: the lowest and the highest bin of each pixel column; columns without a bin have no point. */
export class SpectrumView {
  readonly range: SpectrumRange;
  /** Of each point, Hz: the bin's own where a column has one, else the column's middle. */
  readonly frequenciesHz: Float32Array;
  private readonly firstBins: Int32Array;

  /** @throws AmpbenchError `usage/spectrum-range` */
  constructor(range: SpectrumRange, { power, binWidthHz }: PowerSpectrum) {
    const { lowHz, highHz, columns } = range;
    if (!(lowHz > 0 && lowHz < highHz && Number.isInteger(columns) && columns >= 1 && columns <= MOST_COLUMNS))
      throw new AmpbenchError(
        'usage',
        'spectrum-range',
        `the range is ${lowHz} to ${highHz} Hz in ${columns} columns but must ascend from above 0 in 1 to ${MOST_COLUMNS} columns in SpectrumView`,
        { lowHz, highHz, columns },
      );
    this.range = range;
    const firstBins: number[] = [];
    const frequenciesHz: number[] = [];
    const ratio = highHz / lowHz;
    let bin = Math.max(1, Math.floor(lowHz / binWidthHz));
    // One bin beyond each end, so that the line leaves the frame where it should
    for (let column = -1; column <= columns && bin < power.length; column++) {
      const endHz = column === columns ? Infinity : lowHz * ratio ** ((column + 1) / columns);
      const first = bin;
      if (column === columns) bin += 1;
      else while (bin < power.length && bin * binWidthHz < endHz) bin += 1;
      if (bin === first) continue;
      firstBins.push(first);
      frequenciesHz.push(0.5 * (first + bin - 1) * binWidthHz);
    }
    this.firstBins = Int32Array.from([...firstBins, bin]);
    this.frequenciesHz = Float32Array.from(frequenciesHz);
  }

  get pointCount(): number {
    return this.frequenciesHz.length;
  }

  /**
   * Rms of a line in each bin, the lowest and the highest of each point.
   * @param lineScale from a bin's mean square to that of a line that stands on it: the window's equivalent noise bandwidth in bins
   */
  read(power: Float64Array, lineScale: number, lowest: Float32Array, highest: Float32Array): void {
    const { firstBins } = this;
    for (let point = 0; point < this.frequenciesHz.length; point++) {
      const first = firstBins[point];
      let low = power[first];
      let high = low;
      for (let bin = first + 1; bin < firstBins[point + 1]; bin++) {
        const value = power[bin];
        if (value < low) low = value;
        if (value > high) high = value;
      }
      lowest[point] = Math.sqrt(low * lineScale);
      highest[point] = Math.sqrt(high * lineScale);
    }
  }
}
