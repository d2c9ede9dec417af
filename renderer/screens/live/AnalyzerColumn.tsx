import { harmonicTable } from '../../../core/report/harmonicTable.ts';
import { formatQuantity } from '../../../core/units/format.ts';
import type { LiveAnalyzerRequest, LiveEvent } from '../../../electron/ipc/live.ts';
import type { LiveFrame } from '../../bridge/liveFrame.ts';
import { Scroll } from '../../controls/Scroll.tsx';
import { text } from '../../text/english.ts';
import { BANDS } from './liveDraft.ts';
import { bandText } from './ReadingsPanel.tsx';

const words = text.live;

interface AnalyzerColumnProps {
  readonly session: Extract<LiveEvent, { type: 'live-started' }> | null;
  readonly sampleRateHz: number;
  readonly names: readonly string[];
  readonly shown: LiveFrame | null;
  readonly updatesPerSecond: number | null;
  readonly analyzer: LiveAnalyzerRequest;
  readonly onAnalyzer: (change: (before: LiveAnalyzerRequest) => LiveAnalyzerRequest) => void;
}

function Definition({
  analyzer,
  sampleRateHz,
  onAnalyzer,
}: Pick<AnalyzerColumnProps, 'analyzer' | 'sampleRateHz' | 'onAnalyzer'>) {
  const { bandHz, denominator, weighting } = analyzer.options;
  const half = sampleRateHz / 2;
  const bands = BANDS.map(([lowHz, highHz]) => [lowHz, highHz ?? half] as const).filter(([, highHz]) => highHz <= half);
  const change = (options: Partial<LiveAnalyzerRequest['options']>): void => {
    onAnalyzer((before) => ({ ...before, options: { ...before.options, ...options } }));
  };
  return (
    <div className="sect">
      <label className="field">
        {words.band}
        <select
          value={bandHz.join(' ')}
          onChange={(event) => {
            const chosen = bands.find((band) => band.join(' ') === event.target.value);
            if (chosen !== undefined) change({ bandHz: [...chosen] });
          }}
        >
          {bands.map((band) => (
            <option key={band.join(' ')} value={band.join(' ')}>
              {bandText(band)}
            </option>
          ))}
        </select>
      </label>
      <div className="fields">
        <label className="field">
          {words.denominator}
          <select
            value={denominator}
            onChange={(event) => {
              change({ denominator: event.target.value === 'fundamental' ? 'fundamental' : 'total' });
            }}
          >
            <option value="total">{words.denominators.total}</option>
            <option value="fundamental">{words.denominators.fundamental}</option>
          </select>
        </label>
        <label className="field">
          {words.weighting}
          <select
            value={weighting}
            onChange={(event) => {
              change({ weighting: event.target.value === 'a' ? 'a' : 'unweighted' });
            }}
          >
            <option value="unweighted">{words.weightings.unweighted}</option>
            <option value="a">{words.weightings.a}</option>
          </select>
        </label>
      </div>
    </div>
  );
}

function Facts({ session, shown, sampleRateHz, updatesPerSecond }: AnalyzerColumnProps) {
  const points = session?.spectrumPoints ?? null;
  const rows: readonly (readonly [string, string])[] = [
    [words.rate, formatQuantity(sampleRateHz, 'Hz')],
    [words.record, points === null ? '–' : `${points}, ${words.window}`],
    [words.binWidth, points === null ? '–' : formatQuantity(sampleRateHz / points, 'Hz', 3)],
    [words.updates, updatesPerSecond === null ? '–' : words.perSecond(updatesPerSecond.toFixed(0))],
    [words.averaged, shown === null ? '–' : String(shown.averaged)],
    ...(shown === null || shown.lostFrames === 0
      ? []
      : [[words.lost, formatQuantity(shown.lostFrames / sampleRateHz, 's', 2)] as const]),
    [
      words.clipped,
      shown === null ? '–' : String(Math.max(...shown.channels.map(({ clippedSamples }) => clippedSamples))),
    ],
  ];
  return (
    <dl className="pairs sect">
      {rows.map(([label, value]) => (
        <div key={label} className="pair">
          <dt>{label}</dt>
          <dd data-fact={label}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Harmonics({ shown, names }: Pick<AnalyzerColumnProps, 'shown' | 'names'>) {
  const rows = harmonicTable(names.map((_, index) => shown?.channels.at(index)));
  return (
    <section className="panel" aria-label={words.harmonics}>
      <div className="head">
        <h2>{words.harmonics}</h2>
        <div className="end">{words.harmonicsNote}</div>
      </div>
      <Scroll label={words.harmonics}>
        <table className="harmonics">
          <thead>
            <tr>
              <th scope="col">{words.harmonicsTable.order}</th>
              <th scope="col" className="number">
                {words.harmonicsTable.frequency}
              </th>
              {names.map((name) => (
                <th key={name} scope="col" className="number">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ order, frequencyText, levelTexts }) => (
              <tr key={order}>
                <td>{order}</td>
                <td className="number dim">{frequencyText}</td>
                {names.map((name, index) => (
                  <td key={name} className="number">
                    {levelTexts[index]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        <p className="sect note dim">{words.bound}</p>
      </Scroll>
    </section>
  );
}

function Also({ shown, names, session }: Pick<AnalyzerColumnProps, 'shown' | 'names' | 'session'>) {
  const seesDc = session?.rig.input.coupling !== 'ac';
  const quantity = (value: number | null | undefined, unit: string, digits = 3): string =>
    value === null || value === undefined ? '–' : formatQuantity(value, unit, digits);
  const channels = names.map((_, index) => shown?.channels.at(index));
  const rows: readonly (readonly [string, readonly string[]])[] = [
    [words.frequencyRead, channels.map((each) => quantity(each?.frequencyHz, 'Hz', 6))],
    [words.thd, channels.map((each) => quantity(each?.thdRatio, 'ratio'))],
    [words.hum(shown?.channels[0].mainsHz ?? 50), channels.map((each) => quantity(each?.humRms, 'V', 2))],
    [words.peak, channels.map((each) => quantity(each?.peak, 'V'))],
    [words.dc, channels.map((each) => (seesDc ? quantity(each?.dc, 'V', 2) : words.acCoupled))],
  ];
  return (
    <section className="panel also" aria-label={words.also}>
      <table className="harmonics">
        <thead>
          <tr>
            <th scope="col">{words.also}</th>
            {names.map((name) => (
              <th key={name} scope="col" className="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([label, values]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {values.map((value, index) => (
                <td key={names[index]} className="number">
                  {value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** What the readings rest on, and the smaller ones. */
export function AnalyzerColumn(props: AnalyzerColumnProps) {
  const { shown, names, analyzer, sampleRateHz, onAnalyzer } = props;
  return (
    <div className="stack machine">
      <section className="panel analyzer-facts" aria-label={words.analyzer}>
        <div className="head">
          <h2>{words.analyzer}</h2>
        </div>
        <Facts {...props} />
        <Definition analyzer={analyzer} sampleRateHz={sampleRateHz} onAnalyzer={onAnalyzer} />
      </section>
      <Harmonics shown={shown} names={names} />
      <Also shown={shown} names={names} session={props.session} />
    </div>
  );
}
