import { useEffect, useMemo, useState } from 'react';
import type { Claim } from '../../../core/card/claim.ts';
import { figureDifference } from '../../../core/report/compareFigures.ts';
import type { Figure } from '../../../core/result/figure.ts';
import type { Verification } from '../../../core/result/verification.ts';
import type { Measurement } from '../../../core/run/runMeasurement.ts';
import type { StoredRun } from '../../../electron/ipc/contract.ts';
import { measuredText } from '../../../core/report/sentences.ts';
import { ErrorNote } from '../../controls/ErrorNote.tsx';
import { Scroll } from '../../controls/Scroll.tsx';
import { VerdictMark } from '../../controls/VerdictMark.tsx';
import { useAttempt, useBenchAccess } from '../../state/benchContext.ts';
import { text } from '../../text/english.ts';
import { CurveComparison } from '../sweeps/CurveComparison.tsx';
import { CurveSelect } from '../sweeps/CurveSelect.tsx';
import { sourceOfVerification, type CurveSource } from '../sweeps/curveSource.ts';
import { curveChoices } from '../sweeps/overlayChart.ts';

const words = text.runs;
const NO_CLAIMS: readonly Claim[] = [];

type Pair<Of> = readonly [first: Of, second: Of];

/** What the first has more than the second; in bold where it is more than its uncertainty. */
function DifferenceCell({
  figures: [first, second],
  sameRig,
}: {
  readonly figures: Pair<Figure | null>;
  readonly sameRig: boolean;
}) {
  if (first === null || second === null) return <td />;
  const { text: written, isSignificant } = figureDifference(first, second, sameRig);
  return <td className={isSignificant === true ? 'number strong' : 'number dim'}>{written}</td>;
}

/** The claims of both, matched by the maker's words. */
function ClaimRows({ pair, sameRig }: { readonly pair: Pair<Verification>; readonly sameRig: boolean }) {
  const named = [...new Set(pair.flatMap(({ claims }) => claims.map(({ asWritten }) => asWritten)))];
  return named.map((asWritten) => {
    const [first, second] = pair.map(({ claims }) => claims.find((each) => each.asWritten === asWritten));
    return (
      <tr key={asWritten}>
        <td className="mono">{asWritten}</td>
        {[first, second].map((claim, index) =>
          claim === undefined ? (
            <td key={index} className="faint" colSpan={2} />
          ) : (
            [
              <td key={`${index}m`} className="number strong">
                {measuredText(claim)}
              </td>,
              <td key={`${index}v`}>
                <VerdictMark verdict={claim.verdict} />
              </td>,
            ]
          ),
        )}
        <DifferenceCell figures={[first?.measured ?? null, second?.measured ?? null]} sameRig={sameRig} />
      </tr>
    );
  });
}

function FigureRows({ pair, sameRig }: { readonly pair: Pair<Measurement>; readonly sameRig: boolean }) {
  const keys = [
    ...new Set(
      pair.flatMap(({ channels }) =>
        channels.flatMap(({ channel, figures }) => Object.keys(figures).map((id) => `${id} ${channel}`)),
      ),
    ),
  ];
  return keys.map((key) => {
    const [id, channel] = key.split(' ');
    const figures = pair.map(({ channels }) => {
      const found = channels.find((each) => String(each.channel) === channel)?.figures ?? {};
      return id in found ? found[id] : null;
    });
    return (
      <tr key={key}>
        <td className="mono">{key}</td>
        {figures.map((figure, index) => (
          <td key={index} className="number strong" colSpan={2}>
            {figure?.text}
          </td>
        ))}
        <DifferenceCell figures={[figures[0], figures[1]]} sameRig={sameRig} />
      </tr>
    );
  });
}

function Rows({ runs: [first, second] }: { readonly runs: Pair<StoredRun> }) {
  // Another calibration or another load is another rig
  const sameRig = JSON.stringify(first.rig) === JSON.stringify(second.rig);
  if (first.verification !== null && second.verification !== null)
    return <ClaimRows pair={[first.verification, second.verification]} sameRig={sameRig} />;
  if (first.measurement !== null && second.measurement !== null)
    return <FigureRows pair={[first.measurement, second.measurement]} sameRig={sameRig} />;
  return (
    <tr>
      <td colSpan={6}>{words.notComparable}</td>
    </tr>
  );
}

function sourceOf({ verification, measurement }: StoredRun, index: number): CurveSource {
  const name = words.compared(index + 1);
  if (verification !== null) return sourceOfVerification(name, verification);
  return { name, channels: measurement?.channels ?? [] };
}

/** The curves that one of the runs has, over each other, with the difference of both. */
function ComparedCurves({ runs }: { readonly runs: Pair<StoredRun> }) {
  const sources = useMemo(() => runs.map(sourceOf), [runs]);
  const choices = useMemo(() => curveChoices(sources), [sources]);
  const [wanted, setWanted] = useState('');
  const choice = choices.find(({ label }) => label === wanted) ?? choices.at(0);
  if (choice === undefined) return null;
  return (
    <>
      <div className="sect">
        <CurveSelect choices={choices} value={choice.label} onChoose={setWanted} />
      </div>
      <CurveComparison sources={sources} choice={choice} claims={NO_CLAIMS} reference={sources[1]} />
    </>
  );
}

/** Two runs side by side: their curves, their figures, and the differences of both. */
export function CompareView({ runIds, onClose }: { readonly runIds: Pair<string>; readonly onClose: () => void }) {
  const { calls } = useBenchAccess();
  const { attempt, error } = useAttempt(calls);
  const [runs, setRuns] = useState<Pair<StoredRun> | null>(null);
  const [first, second] = runIds;
  useEffect(() => {
    setRuns(null);
    attempt(async (bench) => {
      setRuns([await bench.readRun(first), await bench.readRun(second)]);
    });
  }, [first, second, attempt]);
  return (
    <section className="panel compare" aria-label={words.compare}>
      <div className="head">
        <h2>{words.compare}</h2>
        <div className="end">
          <button type="button" className="button small" onClick={onClose}>
            {words.close}
          </button>
        </div>
      </div>
      <ErrorNote error={error} />
      {runs === null ? (
        <p className="empty">{text.loading}</p>
      ) : (
        <Scroll label={words.compare}>
          <ComparedCurves runs={runs} />
          <table>
            <caption className="hidden">{words.compare}</caption>
            <thead>
              <tr>
                <th scope="col">{runs[0].verification === null ? words.figure : words.claim}</th>
                {runs.map(({ listing }, index) => (
                  <th key={listing.runId} scope="col" colSpan={2} className="number">
                    <b>{words.compared(index + 1)}</b>
                    <br />
                    {listing.name}, {listing.rigName}
                    <br />
                    {new Date(listing.startedAt).toLocaleString()}
                  </th>
                ))}
                <th scope="col" className="number">
                  {words.difference}
                </th>
              </tr>
            </thead>
            <tbody>
              <Rows runs={runs} />
            </tbody>
          </table>
        </Scroll>
      )}
    </section>
  );
}
