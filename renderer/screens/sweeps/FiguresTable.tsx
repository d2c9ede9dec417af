import { conditionsText } from '../../../core/report/conditionText.ts';
import { text } from '../../text/english.ts';
import type { SweepResult } from '../../state/useSweepResults.ts';

const words = text.sweeps;

/** The figures of a measurement, a column for each channel, with their definition, and what was found wrong with the capture. */
export function FiguresTable({ result }: { readonly result: SweepResult }) {
  const { channels, definitionId, integrity } = result.measurement;
  const ids = [...new Set(channels.flatMap(({ figures }) => Object.keys(figures)))];
  return (
    <>
      <table className="figures">
        <caption className="hidden">{words.figures}</caption>
        <thead>
          <tr>
            <th scope="col">{words.figure}</th>
            {channels.map(({ channel }) => (
              <th key={channel} scope="col" className="number">
                {words.channel(String(channel))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ids.map((id) => {
            const first = channels.find(({ figures }) => id in figures)?.figures[id];
            return (
              <tr key={id}>
                <td>
                  <span className="mono">{id}</span>
                  <div className="note dim">{first === undefined ? '' : conditionsText(first.conditions)}</div>
                </td>
                {channels.map(({ channel, figures }) => (
                  <td key={channel} className="number strong">
                    {id in figures ? figures[id].text : ''}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="sect note dim">
        {words.definition} <span className="mono">{definitionId}</span>
      </p>
      <ul className="sect note">
        {integrity.length === 0 ? <li className="dim">{words.clean}</li> : null}
        {integrity.map(({ code, text: finding, damaging }, index) => (
          <li key={index} className={damaging ? 'v-fail' : 'dim'}>
            <b className="mono">{code}</b> {finding}
          </li>
        ))}
      </ul>
    </>
  );
}
