import { useEffect, useState } from 'react';
import type { Verification } from '../../../core/result/verification.ts';
import type { Measurement } from '../../../core/run/runMeasurement.ts';
import type { StoredRun } from '../../../electron/ipc/contract.ts';
import { measuredText } from '../../../core/report/sentences.ts';
import { ErrorNote } from '../../controls/ErrorNote.tsx';
import { Scroll } from '../../controls/Scroll.tsx';
import { VerdictMark } from '../../controls/VerdictMark.tsx';
import { useAttempt, useBenchAccess } from '../../state/benchContext.ts';
import { text } from '../../text/english.ts';

const words = text.runs;

type Pair<Of> = readonly [first: Of, second: Of];

/** The claims of both, matched by the maker's words. */
function ClaimRows({ pair }: { readonly pair: Pair<Verification> }) {
  const named = [...new Set(pair.flatMap(({ claims }) => claims.map(({ asWritten }) => asWritten)))];
  return named.map((asWritten) => (
    <tr key={asWritten}>
      <td className="mono">{asWritten}</td>
      {pair.map(({ claims }, index) => {
        const claim = claims.find((each) => each.asWritten === asWritten);
        return claim === undefined ? (
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
        );
      })}
    </tr>
  ));
}

function FigureRows({ pair }: { readonly pair: Pair<Measurement> }) {
  const keys = [
    ...new Set(
      pair.flatMap(({ channels }) =>
        channels.flatMap(({ channel, figures }) => Object.keys(figures).map((id) => `${id} ${channel}`)),
      ),
    ),
  ];
  return keys.map((key) => (
    <tr key={key}>
      <td className="mono">{key}</td>
      {pair.map(({ channels }, index) => {
        const [id, channel] = key.split(' ');
        const figures = channels.find((each) => String(each.channel) === channel)?.figures ?? {};
        return (
          <td key={index} className="number strong" colSpan={2}>
            {id in figures ? figures[id].text : ''}
          </td>
        );
      })}
    </tr>
  ));
}

function Rows({ runs: [first, second] }: { readonly runs: Pair<StoredRun> }) {
  if (first.verification !== null && second.verification !== null)
    return <ClaimRows pair={[first.verification, second.verification]} />;
  if (first.measurement !== null && second.measurement !== null)
    return <FigureRows pair={[first.measurement, second.measurement]} />;
  return (
    <tr>
      <td colSpan={5}>{words.notComparable}</td>
    </tr>
  );
}

/** Two runs side by side. */
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
          <table>
            <caption className="hidden">{words.compare}</caption>
            <thead>
              <tr>
                <th scope="col">{runs[0].verification === null ? words.figure : words.claim}</th>
                {runs.map(({ listing }) => (
                  <th key={listing.runId} scope="col" colSpan={2} className="number">
                    {listing.name}, {listing.rigName}
                    <br />
                    {new Date(listing.startedAt).toLocaleString()}
                  </th>
                ))}
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
