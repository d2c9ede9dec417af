import { dbFromRatio } from '../../../core/units/decibel.ts';
import { formatQuantity } from '../../../core/units/format.ts';
import type { LiveAnalyzerRequest } from '../../../electron/ipc/live.ts';
import type { LiveChannel, LiveFrame } from '../../bridge/liveFrame.ts';
import { text } from '../../text/english.ts';

const words = text.live;
const NO_BREAK_SPACE = '\u00a0';

/** A quantity as its digits and its unit. */
const parts = (value: number | null, unit: string, digits: number): readonly [string, string] => {
  if (value === null) return ['–', ''];
  const [figure, symbol = ''] = formatQuantity(value, unit, digits).split(NO_BREAK_SPACE);
  return [figure, symbol];
};

/** A level of the loudest kind, in decibels of one decimal: readings are not known better than that while they move. */
const decibels = (ratio: number | null): readonly [string, string] =>
  ratio === null || ratio === 0 ? ['–', ''] : [dbFromRatio(ratio).toFixed(1).replace('-', '−'), 'dB'];

export const bandText = ([lowHz, highHz]: readonly [number, number]): string =>
  `${formatQuantity(lowHz, 'Hz')}–${formatQuantity(highHz, 'Hz')}`;

interface Figure {
  readonly label: string;
  readonly definition: string;
  readonly read: (channel: LiveChannel) => readonly [string, string];
}

function figuresOf({ options }: LiveAnalyzerRequest): readonly Figure[] {
  const band = bandText(options.bandHz);
  const residual = words.definition(band, words.denominators[options.denominator]);
  return [
    { label: words.figures.level, definition: words.levelDefinition, read: ({ levelRms }) => parts(levelRms, 'V', 4) },
    { label: words.figures.thdn, definition: residual, read: ({ thdnRatio }) => parts(thdnRatio, 'ratio', 3) },
    {
      label: words.figures.sinad,
      definition: residual,
      read: ({ thdnRatio }) => decibels(thdnRatio === null ? null : 1 / thdnRatio),
    },
    {
      label: options.weighting === 'a' ? words.figures.noiseA : words.figures.noise,
      definition: words.noiseDefinition(band),
      read: ({ noiseRms }) => parts(noiseRms, 'V', 3),
    },
  ];
}

/** The figures that are read from two metres, each with its definition. */
export function ReadingsPanel({
  shown,
  names,
  analyzer,
  paused,
  subtitle,
  simulated,
}: {
  readonly shown: LiveFrame | null;
  readonly names: readonly string[];
  readonly analyzer: LiveAnalyzerRequest;
  readonly paused: boolean;
  readonly subtitle: string;
  readonly simulated: boolean;
}) {
  return (
    <section className="panel readings-panel" aria-label={words.readings}>
      <div className="head">
        <h1>{words.readings}</h1>
        <span className="sub">{shown === null ? words.waiting : subtitle}</span>
        <div className="end">
          {paused ? <b className="strong">{words.paused}</b> : null}
          {simulated ? <span className="simulated">{text.simulated}</span> : null}
        </div>
      </div>
      <div className="readings">
        {figuresOf(analyzer).map(({ label, definition, read }) => (
          <div key={label} className="reading">
            <h2 className="reading-label">{label}</h2>
            {names.map((name, index) => {
              const channel = shown?.channels.at(index);
              const [figure, unit] = channel === undefined ? ['–', ''] : read(channel);
              return (
                <p key={name} className="reading-line">
                  <span className={`reading-channel channel-${index % 4}`}>{name}</span>
                  <span className="large">
                    {figure} <small>{unit}</small>
                  </span>
                </p>
              );
            })}
            <p className="note dim">{definition}</p>
          </div>
        ))}
      </div>
    </section>
  );
}
