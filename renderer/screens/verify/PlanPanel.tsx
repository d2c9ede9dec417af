import type { PlannedRun, RigListing } from '../../../electron/ipc/contract.ts';
import type { Rig } from '../../../core/calibration/rig.ts';
import { formatQuantity } from '../../../core/units/format.ts';
import { Scroll } from '../../controls/Scroll.tsx';
import { VerdictMark } from '../../controls/VerdictMark.tsx';
import { LoadSymbol } from '../../drawings/LoadSymbol.tsx';
import { durationText, clockText } from '../../state/durationText.ts';
import { groupSeconds, stepGroups, type StepGroup } from '../../state/planGroups.ts';
import { text } from '../../text/english.ts';

interface PlanPanelProps {
  readonly rigs: readonly RigListing[];
  readonly rigId: string;
  readonly planned: PlannedRun | null;
  readonly disabled: boolean;
  readonly inControl: boolean;
  readonly onRig: (rigId: string) => void;
  readonly onStart: () => void;
}

const words = text.verify;
const percent = (relative: number): string => `±${formatQuantity(relative, 'ratio', 2)}`;

function RigFacts({ rig }: { readonly rig: Rig }) {
  return (
    <dl className="pairs sect">
      <dt>{words.sampling}</dt>
      <dd>{formatQuantity(rig.sampleRateHz, 'Hz')}</dd>
      <dt>{words.drive}</dt>
      <dd>{formatQuantity(rig.output.maxVoltsRms, 'V', 3)}</dd>
      <dt>{words.input}</dt>
      <dd>{formatQuantity(rig.input.fullScaleVoltsRms, 'V', 3)}</dd>
      <dt>{words.calibration}</dt>
      <dd>{percent(rig.input.relativeUncertainty)}</dd>
      <dt>{words.clock}</dt>
      <dd>{words.clocks[rig.clock]}</dd>
    </dl>
  );
}

function GroupLine({ group, rig }: { readonly group: StepGroup; readonly rig: Rig }) {
  const { loadOhms } = group.wiring;
  const load = rig.loads.find(({ ohms }) => ohms === loadOhms);
  return (
    <li>
      <LoadSymbol open={loadOhms === null} />
      <span className="load-name">
        {group.text}
        {load === undefined ? null : (
          <span className="faint">
            {' '}
            {formatQuantity(load.ratedWatts, 'W')}, {percent(load.relativeTolerance)}
          </span>
        )}
      </span>
      <span className="note dim">{clockText(groupSeconds(group))}</span>
    </li>
  );
}

function Highest({ planned: { plan, rig } }: { readonly planned: PlannedRun }) {
  const most = (values: readonly number[]): number => Math.max(0, ...values);
  const loads = [...new Set(plan.steps.map(({ wiring }) => wiring.loadOhms))].filter((ohms) => ohms !== null);
  return (
    <div className="sect">
      <h3 className="label">{words.highest}</h3>
      <dl className="pairs">
        <dt>{words.atOutput}</dt>
        <dd>
          {formatQuantity(most(plan.steps.map((step) => step.predictedOutputVoltsRms)), 'V', 3)}{' '}
          <span className="faint">{words.ofLimit(formatQuantity(rig.limits.outputVoltsRms, 'V', 3))}</span>
        </dd>
        {loads.map((ohms) => {
          const here = plan.steps.filter(({ wiring }) => wiring.loadOhms === ohms);
          const rated = rig.loads.find((load) => load.ohms === ohms)?.ratedWatts ?? 0;
          return [
            <dt key={`${ohms}t`}>{words.inLoad(formatQuantity(ohms, 'ohm'))}</dt>,
            <dd key={`${ohms}d`}>
              {formatQuantity(most(here.map((step) => step.predictedLoadWatts)), 'W', 3)}{' '}
              <span className="faint">{words.ofLimit(formatQuantity(rated * rig.limits.loadRatingShare, 'W', 3))}</span>
            </dd>,
          ];
        })}
      </dl>
    </div>
  );
}

function PlanFacts({ planned }: { readonly planned: PlannedRun }) {
  const { plan, rig } = planned;
  const groups = stepGroups(plan);
  return (
    <>
      <div className="sect">
        <h3 className="label">{words.loads}</h3>
        <ul className="loads">
          {groups.map((group) => (
            <GroupLine key={group.steps[0].index} group={group} rig={rig} />
          ))}
        </ul>
      </div>
      <div className="sect">
        <h3 className="label">{words.duration}</h3>
        <p>
          <span className="big">{durationText(plan.seconds)}</span>{' '}
          <span className="dim">{words.steps(plan.steps.length, plan.wiringCount)}</span>
        </p>
        <div className="plan-bar" aria-hidden="true">
          {groups.map((group) => (
            <i key={group.steps[0].index} className="done" style={{ flexGrow: groupSeconds(group) }} />
          ))}
        </div>
      </div>
      <Highest planned={planned} />
      {plan.toBuy.length === 0 ? null : (
        <div className="sect">
          <h3 className="label">{words.toBuy}</h3>
          <ul className="note dim">
            {plan.toBuy.map((item) => (
              <li key={item.text}>{item.text}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

/** The rig, what the plan asks of it and of the person, and the button that starts. */
export function PlanPanel({ rigs, rigId, planned, disabled, inControl, onRig, onStart }: PlanPanelProps) {
  const refused = planned?.plan.claims.filter((claim) => claim.refused !== null) ?? [];
  const empty = planned !== null && planned.plan.steps.length === 0;
  return (
    <section className="panel machine" aria-label={text.run.runPanel}>
      <div className="head">
        <h2>{words.rig}</h2>
        <div className="end">
          <select
            className="small"
            aria-label={words.rig}
            value={rigId}
            disabled={disabled}
            onChange={(event) => {
              onRig(event.target.value);
            }}
          >
            {rigs.map((rig) => (
              <option key={rig.id} value={rig.id}>
                {rig.name} ({rig.id})
              </option>
            ))}
          </select>
        </div>
      </div>
      <Scroll label={words.planFacts}>
        {planned === null ? (
          <p className="sect dim">{rigs.length === 0 ? text.loading : words.planning}</p>
        ) : (
          <RigFacts rig={planned.rig} />
        )}
        {planned === null || empty ? null : <PlanFacts planned={planned} />}
      </Scroll>
      <div className="foot">
        {refused.length === 0 || planned === null ? null : (
          <p className="cannot">
            <VerdictMark verdict="not-verifiable" text={words.cannot(refused.length, planned.plan.claims.length)} />
          </p>
        )}
        <button
          type="button"
          className="button go"
          onClick={onStart}
          disabled={!inControl || planned === null || empty}
        >
          <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
            <path d="M4 2.5v11l9-5.5z" fill="currentColor" />
          </svg>
          {words.start}
        </button>
        <p className="note dim">{empty ? words.nothingToDo : inControl ? words.safeNote : words.notInControl}</p>
      </div>
    </section>
  );
}
