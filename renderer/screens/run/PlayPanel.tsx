import { formatQuantity } from '../../../core/units/format.ts';
import type { RunView } from '../../state/runView.ts';
import { text } from '../../text/english.ts';
import type { Expected } from './expected.ts';

const words = text.run;
const NO_BREAK_SPACE = '\u00a0';

/** A quantity in large figures, its unit small beside it. */
function Large({ value, unit }: { readonly value: number | null; readonly unit: 'V' | 'W' }) {
  const [figure, symbol] = value === null ? ['–', ''] : formatQuantity(value, unit, 3).split(NO_BREAK_SPACE);
  return (
    <span className="large">
      {figure} <small>{symbol}</small>
    </span>
  );
}

/** Volts at the unit's output and watts in the load, before they are played and while they are, with their limits. */
export function PlayPanel({ run, expected }: { readonly run: RunView; readonly expected: Expected }) {
  const { take, prompt, rig } = run;
  const loadOhms = (prompt ?? run.wired)?.wiring.loadOhms ?? null;
  const load = rig?.loads.find(({ ohms }) => ohms === loadOhms);
  return (
    <section className="panel play" aria-label={prompt === null ? words.playing : words.willPlay}>
      <div className="head">
        <h2>{prompt === null ? words.playing : words.willPlay}</h2>
        <div className="end">{words.atMost}</div>
      </div>
      <div className="sect">
        <div className="volts">
          <div>
            <Large value={expected.outputVoltsRms} unit="V" />
            <div className="note dim">{words.atOutput}</div>
          </div>
          <div>
            <Large value={expected.loadWatts} unit="W" />
            <div className="note dim">{expected.loadWatts === null ? words.noLoad : words.inLoad}</div>
          </div>
        </div>
        {rig === null ? null : (
          <dl className="pairs">
            <dt>{words.outputLimit}</dt>
            <dd>{formatQuantity(rig.limits.outputVoltsRms, 'V', 3)}</dd>
            {load === undefined ? null : (
              <>
                <dt>{words.loadLimit}</dt>
                <dd>{formatQuantity(load.ratedWatts * rig.limits.loadRatingShare, 'W', 3)}</dd>
              </>
            )}
            <dt>{words.inputLimit}</dt>
            <dd>{formatQuantity(rig.input.fullScaleVoltsRms, 'V', 3)}</dd>
          </dl>
        )}
        <p className="note dim">{prompt === null ? (take?.description ?? words.computing) : words.ramp}</p>
        {run.restartCount === 0 ? null : <p className="note v-inconclusive">{words.restarted(run.restartCount)}</p>}
      </div>
    </section>
  );
}
