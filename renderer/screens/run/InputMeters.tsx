import type { Rig } from '../../../core/calibration/rig.ts';
import type { InputLevel } from '../../../core/measure/live/inputMeter.ts';
import { dbFromRatio } from '../../../core/units/decibel.ts';
import { formatQuantity } from '../../../core/units/format.ts';
import type { RunView } from '../../state/runView.ts';
import { text } from '../../text/english.ts';

const words = text.run;
/** The lowest level a meter shows, dBFS. */
const FLOOR_DBFS = -100;

const dbfs = (ratio: number): string => (ratio === 0 ? '–' : formatQuantity(dbFromRatio(ratio), 'dBFS', 3));
const percent = (ratio: number): string =>
  `${100 * Math.min(1, Math.max(0, ratio === 0 ? 0 : 1 - dbFromRatio(ratio) / FLOOR_DBFS))}%`;

interface MeterProps {
  readonly name: string;
  readonly level: InputLevel | undefined;
  readonly clipped: boolean;
  readonly style: string;
}

/** Rms as a bar, the highest sample as a mark that stays. */
function Meter({ name, level, clipped, style }: MeterProps) {
  const rms = level?.rmsRatio ?? 0;
  const held = level?.heldPeakRatio ?? 0;
  return (
    <li>
      <span>
        {name}{' '}
        {clipped ? (
          <b className="clip" title={words.clippedHint}>
            {words.clipped}
          </b>
        ) : null}
      </span>
      <span className="number strong">{level === undefined ? '–' : formatQuantity(level.rmsVolts, 'V', 3)}</span>
      <span className="number">{dbfs(rms)}</span>
      <span
        className="meter"
        role="meter"
        aria-label={name}
        aria-valuemin={FLOOR_DBFS}
        aria-valuemax={0}
        aria-valuenow={rms === 0 ? FLOOR_DBFS : dbFromRatio(rms)}
        aria-valuetext={`${dbfs(rms)}, ${words.peakOf(dbfs(held))}${clipped ? `, ${words.clipped}` : ''}`}
      >
        <i className={style} style={{ width: percent(rms) }} />
        {held === 0 ? null : <b style={{ left: percent(held) }} />}
      </span>
      <span className="number dim">{words.peakOf(dbfs(held))}</span>
    </li>
  );
}

/** What comes back while a take plays: volts and dBFS of each input, its highest sample, and whether it was ever clipped in this run. */
export function InputMeters({ rig, run }: { readonly rig: Rig; readonly run: RunView }) {
  const { input, clippedInputs, take } = run;
  const meters = rig.channels.map(({ name, inputChannel }, index) => ({
    name: `${text.drawing.input(inputChannel)} ${name}`,
    inputChannel,
    style: `wire-${(index % 4) + 1}`,
  }));
  const reference = rig.timeReference?.inputChannel;
  if (reference !== undefined)
    meters.push({ name: text.drawing.input(reference), inputChannel: reference, style: 'wire-loop' });
  return (
    <section className="panel meters" aria-label={words.inputs}>
      <div className="head">
        <h2>{words.inputs}</h2>
        <div className="end">{input === null ? words.noInput : take === null ? words.inputsOf : words.inputsNow}</div>
      </div>
      <ul className="sect" title={words.rmsPeak}>
        {meters.map(({ name, inputChannel, style }) => (
          <Meter
            key={inputChannel}
            name={name}
            level={input?.levels[inputChannel - 1]}
            clipped={clippedInputs.has(inputChannel)}
            style={style}
          />
        ))}
      </ul>
    </section>
  );
}
