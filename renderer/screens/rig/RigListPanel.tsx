import type { RigListing } from '../../../electron/ipc/contract.ts';
import type { KnownRig } from '../../../electron/ipc/rigCalls.ts';
import { formatQuantity } from '../../../core/units/format.ts';
import { text } from '../../text/english.ts';

const words = text.rig;
const percent = (relative: number): string => `±${formatQuantity(relative, 'ratio', 2)}`;

function Facts({ known: { rig } }: { readonly known: KnownRig }) {
  const loads = rig.loads.map(
    ({ ohms, relativeTolerance, ratedWatts }) =>
      `${formatQuantity(ohms, 'ohm')} ${percent(relativeTolerance)}, ${formatQuantity(ratedWatts, 'W')}`,
  );
  return (
    <>
      <dl className="pairs sect">
        <dt>{text.verify.sampling}</dt>
        <dd>{formatQuantity(rig.sampleRateHz, 'Hz')}</dd>
        <dt>{text.verify.drive}</dt>
        <dd>{formatQuantity(rig.output.maxVoltsRms, 'V', 3)}</dd>
        <dt>{text.verify.input}</dt>
        <dd>{formatQuantity(rig.input.fullScaleVoltsRms, 'V', 3)}</dd>
        <dt>{text.verify.calibration}</dt>
        <dd>{percent(rig.input.relativeUncertainty)}</dd>
        <dt>{words.limit}</dt>
        <dd>{formatQuantity(rig.limits.outputVoltsRms, 'V', 3)}</dd>
      </dl>
      <div className="sect">
        <h2 className="label">{words.loads}</h2>
        {loads.length === 0 ? <p className="note dim">{words.noLoads}</p> : null}
        <ul className="note dim">
          {loads.map((load) => (
            <li key={load}>{load}</li>
          ))}
        </ul>
      </div>
    </>
  );
}

interface RigListPanelProps {
  readonly rigs: readonly RigListing[];
  readonly rigId: string;
  readonly known: KnownRig | null;
  readonly onChoose: (rigId: string) => void;
  readonly onNew: () => void;
  /** Null: the chosen rig cannot be deleted. */
  readonly onDelete: (() => void) | null;
}

/** Saved and simulated rigs, and the numbers of the chosen one. */
export function RigListPanel({ rigs, rigId, known, onChoose, onNew, onDelete }: RigListPanelProps) {
  return (
    <section className="panel" aria-label={words.title}>
      <div className="head">
        <h1>{words.title}</h1>
        <div className="end">
          {onDelete === null ? null : (
            <button type="button" className="button small quiet" onClick={onDelete}>
              {words.delete}
            </button>
          )}
          <button type="button" className="button small" title={words.createHint} onClick={onNew}>
            {words.create}
          </button>
        </div>
      </div>
      <ul className="body pick" aria-label={words.title} tabIndex={0}>
        {rigs.map(({ id, name, sampleRateHz }) => (
          <li key={id}>
            <button
              type="button"
              aria-pressed={id === rigId}
              onClick={() => {
                onChoose(id);
              }}
            >
              <span>
                {name}
                <br />
                <span className="mono note dim">{id}</span>
              </span>
              <span className="note dim nowrap">{formatQuantity(sampleRateHz, 'Hz')}</span>
            </button>
          </li>
        ))}
      </ul>
      {known === null ? null : <Facts known={known} />}
    </section>
  );
}
