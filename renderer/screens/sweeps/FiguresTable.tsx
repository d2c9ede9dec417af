import { figureDifference } from '../../../core/report/compareFigures.ts';
import { conditionsText } from '../../../core/report/conditionText.ts';
import type { Figure } from '../../../core/result/figure.ts';
import { text } from '../../text/english.ts';
import type { SweepResult } from '../../state/useSweepResults.ts';

const words = text.sweeps;

interface FiguresTableProps {
  readonly result: SweepResult;
  /** The result that the figures are held against; null: none. */
  readonly reference: SweepResult | null;
}

/** The figures of a measurement, a column for each channel, with their definition, and what was found wrong with the capture. */
export function FiguresTable({ result, reference }: FiguresTableProps) {
  const differenceText = (channel: number, figure: Figure): string => {
    const other = reference?.measurement.channels.find((each) => each.channel === channel)?.figures ?? {};
    if (reference === null || !(figure.id in other)) return '';
    return figureDifference(figure, other[figure.id], reference.measurement.rigId === result.measurement.rigId).text;
  };
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
                    {reference === null || !(id in figures) ? null : (
                      <div className="note dim">{differenceText(channel, figures[id])}</div>
                    )}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      {reference === null ? null : <p className="sect note dim">{words.differenceTo(reference.name)}</p>}
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
