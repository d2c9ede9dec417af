import { useState } from 'react';
import type { Wiring } from '../../../core/planner/plan.ts';
import { formatQuantity } from '../../../core/units/format.ts';
import type { MeasurementPreview } from '../../../electron/ipc/contract.ts';
import { ErrorNote } from '../../controls/ErrorNote.tsx';
import { wiringText } from '../../../core/report/conditionText.ts';
import { LoadSymbol } from '../../drawings/LoadSymbol.tsx';
import { useAttempt, useBenchAccess } from '../../state/benchContext.ts';
import type { SweepResults } from '../../state/useSweepResults.ts';
import { text } from '../../text/english.ts';
import { ConnectPanel } from '../run/ConnectPanel.tsx';
import { expectedOf } from '../run/expected.ts';
import { MachineColumn } from '../run/MachineColumn.tsx';
import type { CardDesk } from '../verify/useCard.ts';
import { MeasurePanel, requestOf, type Draft } from './MeasurePanel.tsx';
import { OverlayList } from './OverlayList.tsx';
import { ResultsPanel, type ShownCurve } from './ResultsPanel.tsx';
import { useKinds, usePreview } from './useKinds.ts';

const words = text.sweeps;
const FIRST_DRAFT: Draft = { kind: 'frequency-response', settings: {}, path: 'dut', outputVoltsRms: 1, loadOhms: null };

function Preview({ preview }: { readonly preview: MeasurementPreview }) {
  const { predictedOutputVoltsRms, outputLimitVoltsRms, predictedLoadWatts, loadLimitWatts, wirings } = preview;
  return (
    <div className="sect">
      <dl className="pairs">
        <dt>{text.verify.atOutput}</dt>
        <dd>
          {formatQuantity(predictedOutputVoltsRms, 'V', 3)}{' '}
          <span className="faint">{text.verify.ofLimit(formatQuantity(outputLimitVoltsRms, 'V', 3))}</span>
        </dd>
        {predictedLoadWatts === null || loadLimitWatts === null ? null : (
          <>
            <dt>{words.inLoad}</dt>
            <dd>
              {formatQuantity(predictedLoadWatts, 'W', 3)}{' '}
              <span className="faint">{text.verify.ofLimit(formatQuantity(loadLimitWatts, 'W', 3))}</span>
            </dd>
          </>
        )}
      </dl>
      <h3 className="label">{text.verify.loads}</h3>
      <ul className="loads">
        {wirings.map((wiring: Wiring) => (
          <li key={wiringText(wiring)}>
            <LoadSymbol open={wiring.loadOhms === null} />
            <span>{wiringText(wiring)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Any measurement by hand, with its options; results over each other, with published limits. */
export function SweepsScreen({ desk, results }: { readonly desk: CardDesk; readonly results: SweepResults }) {
  const { run, calls, inControl, stop, stopError } = useBenchAccess();
  const { attempt, error } = useAttempt(calls);
  const kinds = useKinds(calls);
  const [draft, setDraft] = useState(FIRST_DRAFT);
  const [shownCurve, setShownCurve] = useState<ShownCurve>({ wanted: '', cardId: '', referenceId: '' });
  const kind = kinds.find((each) => each.kind === draft.kind);
  const measurement = kind === undefined ? null : requestOf(draft, kind);
  const rig = { kind: 'listed', id: desk.rigId } as const;
  const running = run.phase === 'running';
  const ready = measurement !== null && desk.rigId !== '' && !running;
  const { preview, problem } = usePreview(calls, ready ? { measurement, rig } : null);
  const failed = run.planned === null && run.phase === 'failed' ? run.error : null;
  const measuring = running && run.planned === null;
  const expected = expectedOf(run);
  return (
    <main className="columns work">
      <MeasurePanel
        kinds={kinds}
        rig={desk.rigs.find(({ id }) => id === desk.rigId)}
        draft={draft}
        disabled={running || !inControl}
        onDraft={setDraft}
      />
      <div className="stack">
        <ErrorNote error={error ?? stopError ?? failed} />
        {measuring ? <ConnectPanel run={run} expected={expected} /> : null}
        {measuring && run.prompt !== null ? null : (
          <ResultsPanel results={results} cards={desk.cards} shown={shownCurve} onShow={setShownCurve} />
        )}
      </div>
      {measuring ? (
        <MachineColumn
          run={run}
          expected={expected}
          inControl={inControl}
          onStop={stop}
          onAnswer={(answer) => {
            const { prompt } = run;
            if (prompt === null) return;
            attempt(async (bench) => {
              await bench.answer(prompt.id, answer);
            });
          }}
        />
      ) : (
        <div className="stack machine">
          <section className="panel" aria-label={text.run.runPanel}>
            <div className="head">
              <h2>{words.willPlay}</h2>
              <div className="end">
                <select
                  className="small rig-choice"
                  aria-label={text.verify.rig}
                  value={desk.rigId}
                  disabled={running}
                  onChange={(event) => {
                    desk.chooseRig(event.target.value);
                  }}
                >
                  {desk.rigs.map(({ id, name }) => (
                    <option key={id} value={id}>
                      {name} ({id})
                    </option>
                  ))}
                </select>
              </div>
            </div>
            {problem === null ? null : (
              <p className="sect note">
                <b className="mono">{problem.code}</b> {problem.message} {problem.tip}
              </p>
            )}
            {preview === null ? null : <Preview preview={preview} />}
            <div className="foot">
              <button
                type="button"
                className="button go"
                disabled={!inControl || running || preview === null}
                onClick={() => {
                  if (measurement === null) return;
                  attempt(async (bench) => {
                    await bench.measure({ measurement, rig });
                  });
                }}
              >
                {words.start}
              </button>
              <p className="note dim">{inControl ? text.verify.safeNote : text.verify.notInControl}</p>
            </div>
          </section>
          <OverlayList results={results} shown={shownCurve} onShow={setShownCurve} />
        </div>
      )}
    </main>
  );
}
