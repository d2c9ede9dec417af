import type { PlannedRun } from '../../../electron/ipc/contract.ts';
import { claimWords } from '../../../core/report/sentences.ts';
import { wiringText } from '../../../core/report/conditionText.ts';
import { Scroll } from '../../controls/Scroll.tsx';
import { VerdictMark } from '../../controls/VerdictMark.tsx';
import { WiringDrawing } from '../../drawings/WiringDrawing.tsx';
import { text } from '../../text/english.ts';

const words = text.verify;

/** One claim in full: by which rule it is judged, what was assumed, why it cannot be decided, and on which wiring it is measured. */
export function ClaimDetail({ planned, selected }: { readonly planned: PlannedRun; readonly selected: number }) {
  const { card, plan, rig } = planned;
  const claim = card.claims[selected];
  const planOfClaim = plan.claims.find(({ claimId }) => claimId === claim.id);
  if (planOfClaim === undefined) return null;
  const { label, value } = claimWords(claim);
  const steps = plan.steps.filter(({ id }) => planOfClaim.stepIds.includes(id));
  const last = steps.at(-1);
  const { refused, rule, assumptions } = planOfClaim;
  return (
    <section className="panel detail" aria-label={words.detail}>
      <div className="head">
        <span className="badge">{selected + 1}</span>
        <h2>{label === '' ? value : `${label}: ${value}`}</h2>
        {last === undefined ? null : (
          <span className="sub">
            {words.stepsOf} {steps.map(({ title }) => title).join(', ')}
          </span>
        )}
      </div>
      <Scroll label={words.detail}>
        <div className="detail-columns">
          <div>
            {rule === null ? null : (
              <>
                <h3 className="label">{words.rule}</h3>
                <p>{rule.text}</p>
              </>
            )}
            {refused === null ? null : (
              <>
                <h3 className="label">{words.why}</h3>
                <VerdictMark verdict={refused.verdict} />
                <p className="dim">{refused.text}</p>
              </>
            )}
            {claim.warnings.length === 0 ? null : (
              <>
                <h3 className="label">{words.warnings}</h3>
                <ul className="note dim">
                  {claim.warnings.map((warning) => (
                    <li key={warning}>{warning}</li>
                  ))}
                </ul>
              </>
            )}
          </div>
          <div>
            <h3 className="label">{words.assumedHead}</h3>
            {assumptions.length === 0 ? (
              <p className="dim">{words.noneAssumed}</p>
            ) : (
              <ul className="assumptions">
                {assumptions.map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            )}
          </div>
        </div>
        {last === undefined ? null : (
          <div className="wire-box">
            <h3 className="label">
              {words.wiringOf}: {wiringText(last.wiring)}
            </h3>
            <WiringDrawing
              rig={rig}
              wiring={last.wiring}
              product={card.product}
              outputVoltsRms={last.predictedOutputVoltsRms > 0 ? last.predictedOutputVoltsRms : null}
              loadWatts={last.predictedLoadWatts > 0 ? last.predictedLoadWatts : null}
            />
          </div>
        )}
      </Scroll>
    </section>
  );
}
