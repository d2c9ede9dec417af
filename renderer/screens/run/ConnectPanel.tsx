import { wiringText } from '../../../core/report/conditionText.ts';
import type { RunView } from '../../state/runView.ts';
import { Scroll } from '../../controls/Scroll.tsx';
import { WiringDrawing } from '../../drawings/WiringDrawing.tsx';
import { text } from '../../text/english.ts';
import type { Expected } from './expected.ts';
import { TakeSpectrum } from './TakeSpectrum.tsx';

const words = text.run;

/** What the last check of the load in this wiring found; null where none was made. */
function loadCheck(run: RunView): string | null {
  const steps = run.planned?.plan.steps ?? [];
  const checks = steps.filter(
    ({ kind, wiring }) => kind === 'output-impedance' && wiring.loadOhms === run.wired?.wiring.loadOhms,
  );
  return run.notes.findLast(({ stepId }) => checks.some(({ id }) => id === stepId))?.text ?? null;
}

/** What is to be connected, or is: the instruction and the drawing. */
export function ConnectPanel({ run, expected }: { readonly run: RunView; readonly expected: Expected }) {
  const { prompt, rig } = run;
  const wiring = prompt?.wiring ?? run.wired?.wiring ?? null;
  if (rig === null) return null;
  const check = loadCheck(run);
  if (prompt === null && run.input !== null)
    return <TakeSpectrum rig={rig} run={run} input={run.input} check={check} />;
  return (
    <section className={`panel connect ${prompt === null ? '' : 'asking'}`} aria-label={words.connect}>
      <div className="head">
        <h2>{prompt === null ? words.connected : words.connect}</h2>
        {wiring === null ? null : <span className="sub">{wiringText(wiring)}</span>}
        {check === null ? null : (
          <div className="end">
            {words.loadCheck}: {check}
          </div>
        )}
      </div>
      <Scroll label={words.connect}>
        {prompt === null ? null : <p className="instruction">{prompt.text}</p>}
        {wiring === null ? null : (
          <div className="wire-box bare">
            <WiringDrawing
              rig={rig}
              wiring={wiring}
              product={run.planned?.card.product ?? null}
              outputVoltsRms={expected.outputVoltsRms}
              loadWatts={expected.loadWatts}
            />
          </div>
        )}
      </Scroll>
    </section>
  );
}
