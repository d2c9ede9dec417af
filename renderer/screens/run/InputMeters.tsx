import type { Rig } from '../../../core/calibration/rig.ts';
import { dbFromRatio } from '../../../core/units/decibel.ts';
import { formatQuantity } from '../../../core/units/format.ts';
import { text } from '../../text/english.ts';

const words = text.run;
/** The lowest level a meter shows, dBFS. */
const FLOOR_DBFS = -100;

function Meter({ name, peak, style }: { readonly name: string; readonly peak: number | null; readonly style: string }) {
  const dbfs = peak === null || peak === 0 ? null : dbFromRatio(peak);
  const share = dbfs === null ? 0 : Math.min(1, Math.max(0, 1 - dbfs / FLOOR_DBFS));
  const shown = dbfs === null ? '–' : formatQuantity(dbfs, 'dBFS', 3);
  return (
    <li>
      <span>{name}</span>
      <span
        className="meter"
        role="meter"
        aria-label={name}
        aria-valuemin={FLOOR_DBFS}
        aria-valuemax={0}
        aria-valuenow={dbfs ?? FLOOR_DBFS}
        aria-valuetext={shown}
      >
        <i className={style} style={{ width: `${100 * share}%` }} />
      </span>
      <span className="number">{shown}</span>
    </li>
  );
}

/** The highest sample of each input in the last take. */
export function InputMeters({ rig, peaks }: { readonly rig: Rig; readonly peaks: readonly number[] | null }) {
  const peakOf = (inputChannel: number): number | null => peaks?.[inputChannel - 1] ?? null;
  return (
    <section className="panel meters" aria-label={words.inputs}>
      <div className="head">
        <h2>{words.inputs}</h2>
        <div className="end">{peaks === null ? words.noInput : words.inputsOf}</div>
      </div>
      <ul className="sect">
        {rig.channels.map(({ name, inputChannel }, index) => (
          <Meter
            key={name}
            name={`${text.drawing.input(inputChannel)} ${name}`}
            peak={peakOf(inputChannel)}
            style={`wire-${(index % 4) + 1}`}
          />
        ))}
        {rig.timeReference === null ? null : (
          <Meter
            name={text.drawing.input(rig.timeReference.inputChannel)}
            peak={peakOf(rig.timeReference.inputChannel)}
            style="wire-loop"
          />
        )}
      </ul>
    </section>
  );
}
