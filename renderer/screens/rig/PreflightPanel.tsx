import { useState } from 'react';
import type { Preflight, PreflightCheck } from '../../../core/rigCheck/preflight.ts';
import { formatQuantity } from '../../../core/units/format.ts';
import type { KnownRig } from '../../../electron/ipc/rigCalls.ts';
import { ErrorNote } from '../../controls/ErrorNote.tsx';
import { text } from '../../text/english.ts';
import { TakeButton } from './TakeButton.tsx';
import { useTake } from './useTake.ts';

const words = text.rig;

function outcomeOf(checks: readonly PreflightCheck[]): keyof typeof words.outcome {
  if (checks.some(({ status }) => status === 'failed')) return 'failed';
  return checks.some(({ status }) => status === 'warning') ? 'warning' : 'ok';
}

function CheckLine({ check: { id, status, text: found, advice } }: { readonly check: PreflightCheck }) {
  return (
    <li className={`check-line ${status}`}>
      <b className="check-status">{words.statuses[status]}</b>
      <span className="strong">{words.checks[id]}</span>
      <span>
        {found}
        {advice === null ? null : <span className="advice">{advice}</span>}
      </span>
    </li>
  );
}

/** A short loopback that shows what would spoil every figure, with what to do about each. */
export function PreflightPanel({ known }: { readonly known: KnownRig }) {
  const [preflight, setPreflight] = useState<Preflight | null>(null);
  const take = useTake((calls) => calls.preflight({ kind: 'listed', id: known.rig.id }), setPreflight);
  return (
    <section className="panel" aria-label={words.preflight}>
      <div className="head">
        <h2>{words.preflight}</h2>
        {preflight === null ? null : (
          <span className={`outcome-word ${outcomeOf(preflight.checks)}`}>
            {words.outcome[outcomeOf(preflight.checks)]}
          </span>
        )}
        <div className="end">
          {preflight?.simulated === true ? <span className="simulated">{text.simulated}</span> : null}
          <TakeButton label={words.runPreflight} playing={take.playing} onPlay={take.play} onStop={take.stop} />
        </div>
      </div>
      <div className="sect note dim">
        <p>{words.preflightHint}</p>
        <p>
          {words.loopbackFirst} {words.atMost(formatQuantity(known.playsVoltsRms.preflight, 'V', 3))}
        </p>
      </div>
      <div role="status">
        {take.playing ? <p className="sect">{words.running}</p> : null}
        {preflight === null || take.playing ? null : (
          <ul className="check-list">
            {preflight.checks.map((check) => (
              <CheckLine key={check.id} check={check} />
            ))}
          </ul>
        )}
      </div>
      <ErrorNote error={take.error} />
    </section>
  );
}
