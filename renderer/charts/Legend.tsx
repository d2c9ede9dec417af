import { markerPath } from '../../core/report/traceStyle.ts';
import { axisNumber } from '../../core/report/axis.ts';
import type { ChartSpec } from './chartSpec.ts';
import { TRACE_COLOURS, traceLook } from './traceLook.ts';
import type { Cursor } from './useChart.ts';

/** Digits of a value under the cursor: what can be read from a chart. */
const DIGITS = 5;

/** More than these do not fit beside the title. */
const FEW_TRACES = 2;

/** A trace's line and marker, small. */
export function Swatch({ style, marked }: { readonly style: number; readonly marked: boolean }) {
  const look = traceLook(style);
  const colour = `var(${TRACE_COLOURS[look.colour]})`;
  return (
    <svg width="30" height="10" viewBox="0 0 30 10" aria-hidden="true">
      <path d="M0 5H30" fill="none" stroke={colour} strokeWidth="1.5" strokeDasharray={look.dash.join(' ')} />
      {marked ? (
        <path
          d={markerPath(look.marker, 15, 5)}
          stroke={colour}
          strokeWidth="1.3"
          fill={look.filled ? colour : 'var(--panel)'}
        />
      ) : null}
    </svg>
  );
}

const shown = (value: number): string => axisNumber(Number(value.toPrecision(DIGITS)));

/** The traces, each with its value under the cursor. */
export function Legend({ spec, cursor }: { readonly spec: ChartSpec; readonly cursor: Cursor | null }) {
  return (
    <ul className={spec.traces.length > FEW_TRACES ? 'legend many' : 'legend'}>
      <li>
        <span className="faint">{spec.x.title}</span> <b className="value">{cursor === null ? '' : shown(cursor.x)}</b>
      </li>
      {spec.traces.map(({ label, style }, index) => {
        const y = cursor?.points.at(index)?.y;
        return (
          <li key={`${index} ${label}`}>
            <Swatch style={style} marked={spec.traces.length > 1} />
            {label} <b className="value">{y === undefined || !Number.isFinite(y) ? '' : shown(y)}</b>
          </li>
        );
      })}
    </ul>
  );
}
