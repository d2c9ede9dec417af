import type { CurveColumns } from '../../../core/measure/analysis.ts';
import type { ComparedColumn } from '../../../core/report/compareCurves.ts';
import type { Curve } from '../../../core/result/figure.ts';
import type { Verification } from '../../../core/result/verification.ts';
import { formatQuantity } from '../../../core/units/format.ts';
import type { CurveChoice } from './overlayChart.ts';

/** Curves that belong together: of a measurement, or of a run. */
export interface CurveSource {
  readonly name: string;
  readonly channels: readonly {
    readonly channel: string | number;
    readonly curves: Readonly<Record<string, CurveColumns>>;
  }[];
}

const X_COLUMNS: Readonly<Record<Curve['xUnit'], string>> = { Hz: 'frequenciesHz', V: 'playedRms' };
/** A column and that of its uncertainties, named as those of a measurement are. */
const Y_COLUMNS: Readonly<Record<Curve['yUnit'], readonly [y: string, uncertainty: string]>> = {
  dB: ['magnitudesDb', 'uncertaintiesDb'],
  ohm: ['magnitudesOhms', 'uncertaintiesOhms'],
  ratio: ['thdnRatios', 'thdnUncertainties'],
  V: ['levelsRms', 'uncertaintiesRms'],
  rad: ['phasesRadians', 'phaseUncertaintiesRadians'],
};

function columnsOf({ x, xUnit, y, yUnit, yUncertainty }: Curve): CurveColumns {
  const [column, beside] = Y_COLUMNS[yUnit];
  return { [X_COLUMNS[xUnit]]: x, [column]: y, ...(yUncertainty === undefined ? {} : { [beside]: yUncertainty }) };
}

/** The curves of a verification, named as in its report. */
export function sourceOfVerification(name: string, { curves }: Verification): CurveSource {
  const channels = [...new Set(curves.map(({ channel }) => channel))];
  const nameOf = ({ title, loadOhms }: Curve): string =>
    loadOhms === null ? title : `${title}, ${formatQuantity(loadOhms, 'ohm')}`;
  return {
    name,
    channels: channels.map((channel) => ({
      channel,
      curves: Object.fromEntries(
        curves.filter((each) => each.channel === channel).map((curve) => [nameOf(curve), columnsOf(curve)]),
      ),
    })),
  };
}

/** The column of uncertainties (k = 2, linear with it) that belongs to a column; null where there is none. */
function besideColumn(columns: CurveColumns, y: string): string | null {
  const unit = /(Db|Rms|Radians|Seconds|Ohms)$/u.exec(y)?.[1] ?? '';
  const stem = /^(h\d+|phase|thdn)/u.exec(y)?.[1] ?? '';
  const wanted = stem === '' ? `uncertainties${unit}` : `${stem}Uncertainties${unit}`;
  return wanted in columns ? wanted : null;
}

/** A column over another one, ascending; null where the curve is not there. */
export function readColumn(
  curves: Readonly<Record<string, CurveColumns>>,
  { curve, x, y }: CurveChoice,
): ComparedColumn | null {
  if (!(curve in curves) || !(y in curves[curve])) return null;
  const columns = curves[curve];
  const places = columns[x].flatMap((at, index) => (at === null ? [] : [{ at, index }])).sort((a, b) => a.at - b.at);
  const ordered = (name: string): number[] => places.map(({ index }) => columns[name][index] ?? Number.NaN);
  const beside = besideColumn(columns, y);
  return { x: places.map(({ at }) => at), y: ordered(y), uncertainty: beside === null ? null : ordered(beside) };
}
