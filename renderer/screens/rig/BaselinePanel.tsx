import { useMemo } from 'react';
import type { RigBaseline } from '../../../core/rigCheck/baseline.ts';
import { baselineCharts } from '../../../core/report/baselineCharts.ts';
import { formatQuantity, formatWithUncertainty } from '../../../core/units/format.ts';
import type { KnownRig } from '../../../electron/ipc/rigCalls.ts';
import { InteractiveChart } from '../../charts/InteractiveChart.tsx';
import { ErrorNote } from '../../controls/ErrorNote.tsx';
import { text } from '../../text/english.ts';
import { TakeButton } from './TakeButton.tsx';
import { useTake } from './useTake.ts';

const words = text.rig;

function conditionsOf({ conditions }: RigBaseline['figures'][number]): string {
  const { frequencyHz, inputVoltsRms, channelsDriven } = conditions;
  return [
    ...(frequencyHz === undefined ? [] : [formatQuantity(frequencyHz, 'Hz')]),
    ...(inputVoltsRms === undefined ? [] : [formatQuantity(inputVoltsRms, 'V')]),
    ...(channelsDriven === undefined ? [] : [words.driven(channelsDriven.join(', '))]),
  ].join(', ');
}

function Figures({ baseline: { figures, clock } }: { readonly baseline: RigBaseline }) {
  return (
    <table className="figures">
      <thead>
        <tr>
          <th scope="col">{words.figure}</th>
          <th scope="col">{words.channel}</th>
          <th scope="col">{words.value}</th>
          <th scope="col">{words.conditions}</th>
        </tr>
      </thead>
      <tbody>
        {figures.map((figure) => (
          <tr key={`${figure.id} ${figure.channel} ${conditionsOf(figure)}`}>
            <td>{words.figures[figure.id] ?? figure.id}</td>
            <td>{figure.channel}</td>
            <td className="nowrap">{figure.text}</td>
            <td className="dim">{conditionsOf(figure)}</td>
          </tr>
        ))}
        <tr>
          <td colSpan={2}>{words.clock}</td>
          <td className="nowrap" colSpan={2}>
            {formatWithUncertainty(clock.ppm, clock.uncertaintyPpm, 'ppm')}
          </td>
        </tr>
      </tbody>
    </table>
  );
}

interface BaselinePanelProps {
  readonly known: KnownRig;
  readonly onMeasured: () => void;
}

/** What the rig shows of itself in loopback: figures and pictures, kept with it. */
export function BaselinePanel({ known, onMeasured }: BaselinePanelProps) {
  const { baseline, baselineIsStale, playsVoltsRms, rig } = known;
  const take = useTake((calls) => calls.measureBaseline({ kind: 'listed', id: rig.id }), onMeasured);
  const charts = useMemo(() => (baseline === null ? [] : baselineCharts(baseline)), [baseline]);
  return (
    <section className="panel" aria-label={words.baseline}>
      <div className="head">
        <h2>{words.baseline}</h2>
        {baseline === null ? null : (
          <span className="sub">{words.measuredAt(new Date(baseline.measuredAt).toLocaleString())}</span>
        )}
        <div className="end">
          {baseline?.simulated === true ? <span className="simulated">{text.simulated}</span> : null}
          <TakeButton label={words.runBaseline} playing={take.playing} onPlay={take.play} onStop={take.stop} />
        </div>
      </div>
      <div className="sect note dim">
        <p>{words.baselineHint}</p>
        <p>
          {words.loopbackFirst} {words.atMost(formatQuantity(playsVoltsRms.baseline, 'V', 3))}
        </p>
      </div>
      <div role="status">
        {take.playing ? <p className="sect">{words.running}</p> : null}
        {baseline === null ? <p className="sect">{words.noBaseline}</p> : null}
        {baselineIsStale ? <p className="sect warn">{words.stale}</p> : null}
      </div>
      <ErrorNote error={take.error} />
      {baseline === null ? null : (
        <>
          <Figures baseline={baseline} />
          <div className="charts rig-charts">
            {charts.map((chart) => (
              <InteractiveChart key={chart.title} spec={chart} />
            ))}
          </div>
        </>
      )}
    </section>
  );
}
