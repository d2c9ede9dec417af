import type { Rig } from '../../core/calibration/rig.ts';
import type { Wiring } from '../../core/planner/plan.ts';
import { wiringText } from '../../core/report/conditionText.ts';
import { formatQuantity } from '../../core/units/format.ts';
import { text } from '../text/english.ts';
import { rightOf, wiringGeometry, type Box, type WiringGeometry } from './geometry.ts';

interface WiringDrawingProps {
  readonly rig: Rig;
  readonly wiring: Wiring;
  /** Null: a unit without a card. */
  readonly product: string | null;
  /** What is put out at most; null: not said in this drawing. */
  readonly outputVoltsRms?: number | null;
  readonly loadWatts?: number | null;
}

const words = text.drawing;
const CHANNEL_STYLES = ['wire-1', 'wire-2', 'wire-3', 'wire-4'];
const styleOf = (index: number): string => CHANNEL_STYLES[index % CHANNEL_STYLES.length];

/** Mean width of a letter of a box's title, pixels. */
const LETTER_PIXELS = 7;

function fitted(title: string, pixels: number): string {
  const letters = Math.floor(pixels / LETTER_PIXELS);
  return title.length <= letters ? title : `${title.slice(0, letters - 1).trimEnd()}…`;
}

function Block({ box, title, note }: { readonly box: Box; readonly title: string; readonly note: string }) {
  return (
    <g>
      <rect className="block" x={box.x} y={box.y} width={box.width} height={box.height} rx="6" />
      <text className="block-title" x={box.x + 12} y={box.y + 21}>
        {fitted(title, box.width - 20)}
      </text>
      <text className="block-note" x={box.x + 12} y={box.y + 37}>
        {note}
      </text>
    </g>
  );
}

/** A wire with its sockets; two lines where it is balanced, one pair for hot and cold. */
function Wire({
  from,
  to,
  y,
  className,
  balanced,
}: {
  readonly from: number;
  readonly to: number;
  readonly y: number;
  readonly className: string;
  readonly balanced: boolean;
}) {
  const offsets = balanced ? [-2, 2] : [0];
  return (
    <g>
      {offsets.map((offset) => (
        <path key={offset} className={`wire ${className}`} d={`M${from} ${y + offset}H${to}`} />
      ))}
      <circle className="socket" cx={from} cy={y} r="4" />
      <circle className="socket" cx={to} cy={y} r="4" />
    </g>
  );
}

function Resistor({ x, y, className }: { readonly x: number; readonly y: number; readonly className: string }) {
  return <rect className={`resistor ${className}`} x={x - 16} y={y - 6} width="32" height="12" />;
}

function Drive({ rig, wiring, at }: { readonly rig: Rig; readonly wiring: Wiring; readonly at: WiringGeometry }) {
  const to = at.unit === null ? at.inputs.x : at.unit.x;
  const from = rightOf(at.source);
  if (wiring.drive === 'digital' && at.unit !== null) {
    const middle = (at.lanes[0] + (at.lanes.at(-1) ?? at.lanes[0])) / 2;
    return (
      <g>
        <path className="wire digital" d={`M${from} ${middle}H${to}`} />
        <text className="wire-label" x={(from + to) / 2} y={middle - 8} textAnchor="middle">
          {words.usb}
        </text>
      </g>
    );
  }
  return (
    <g>
      {rig.channels.map(({ name }, index) => (
        <g key={name}>
          <Wire from={from} to={to} y={at.lanes[index]} className={styleOf(index)} balanced={rig.output.balanced} />
          {at.seriesX === null ? null : <Resistor x={at.seriesX} y={at.lanes[index]} className={styleOf(index)} />}
          <text
            className={`wire-label ${styleOf(index)}`}
            x={(from + to) / 2}
            y={at.lanes[index] - 9}
            textAnchor="middle"
          >
            {name}
          </text>
        </g>
      ))}
      {at.seriesX === null ? null : (
        <text className="wire-note" x={at.seriesX} y={(at.lanes.at(-1) ?? 0) + 26} textAnchor="middle">
          {words.series(formatQuantity(wiring.seriesOhms, 'ohm'))}
        </text>
      )}
    </g>
  );
}

function Measuring({
  rig,
  at,
  outputVoltsRms,
}: {
  readonly rig: Rig;
  readonly at: WiringGeometry;
  readonly outputVoltsRms: number | null;
}) {
  if (at.unit === null) return null;
  const from = rightOf(at.unit);
  const { load, inputs } = at;
  return (
    <g>
      {rig.channels.map(({ name }, index) => {
        const y = at.lanes[index];
        const wire = { y, className: styleOf(index), balanced: rig.input.balanced };
        if (load === null) return <Wire key={name} from={from} to={inputs.x} {...wire} />;
        return (
          <g key={name}>
            <Wire from={from} to={load.x} {...wire} />
            <path className={`wire ${wire.className}`} d={`M${load.x + 4} ${y}H${rightOf(load) - 4}`} />
            <Resistor x={load.x + load.width / 2} y={y} className={styleOf(index)} />
            <Wire from={rightOf(load)} to={inputs.x} {...wire} />
          </g>
        );
      })}
      {outputVoltsRms === null ? null : (
        <text className="wire-value" x={(from + (load ?? inputs).x) / 2} y={at.lanes[0] - 12} textAnchor="middle">
          ≤ {formatQuantity(outputVoltsRms, 'V', 3)}
        </text>
      )}
    </g>
  );
}

/** How the bench is wired: what is connected to what, by the channels' own names and numbers. */
export function WiringDrawing({ rig, wiring, product, outputVoltsRms = null, loadWatts = null }: WiringDrawingProps) {
  const at = wiringGeometry(rig, wiring);
  const { source, unit, load, inputs, referenceLane } = at;
  const digital = wiring.drive === 'digital';
  const sides = rig.output.balanced ? words.balanced : words.single;
  const unitNote = [wiring.input, wiring.gain].filter((part) => part !== null).join(', ') || words.volume;
  return (
    <svg
      className="wiring"
      viewBox={`-1 -1 ${at.width + 2} ${at.height + 2}`}
      role="img"
      aria-label={words.label(wiringText(wiring))}
    >
      <Block
        box={source}
        title={digital ? words.player : rig.name}
        note={digital ? words.digital : `${words.outputs}, ${sides}`}
      />
      {unit === null ? null : <Block box={unit} title={product ?? words.unit} note={unitNote} />}
      {load === null || wiring.loadOhms === null ? null : (
        <Block
          box={load}
          title={formatQuantity(wiring.loadOhms, 'ohm')}
          note={loadWatts === null ? words.load : `≤ ${formatQuantity(loadWatts, 'W', 3)} ${words.each}`}
        />
      )}
      <Block
        box={inputs}
        title={rig.inputDevice === rig.outputDevice ? rig.name : rig.inputDevice}
        note={words.inputs}
      />
      {rig.channels.map(({ name, outputChannel, inputChannel }, index) => (
        <g key={name} className="port">
          {digital ? null : (
            <text x={rightOf(source) - 10} y={at.lanes[index] + 4} textAnchor="end">
              {words.out(outputChannel)}
            </text>
          )}
          {unit === null ? null : (
            <>
              <text x={unit.x + 10} y={at.lanes[index] + 4}>
                {digital ? '' : `${text.drawing.input(index + 1).split(' ')[0]} ${name}`}
              </text>
              <text x={rightOf(unit) - 10} y={at.lanes[index] + 4} textAnchor="end">
                {`${wiring.output ?? 'Out'} ${name}`}
              </text>
            </>
          )}
          <text x={inputs.x + 12} y={at.lanes[index] + 4}>
            {words.input(inputChannel)}
          </text>
        </g>
      ))}
      <Drive rig={rig} wiring={wiring} at={at} />
      <Measuring rig={rig} at={at} outputVoltsRms={outputVoltsRms} />
      {unit === null ? (
        <text className="wire-note" x={at.width / 2} y={at.lanes[0] - 30} textAnchor="middle">
          {words.noDevice}
        </text>
      ) : null}
      {referenceLane === null || rig.timeReference === null ? null : (
        <g className="port">
          <text x={rightOf(source) - 10} y={referenceLane + 4} textAnchor="end">
            {words.out(rig.timeReference.outputChannel)}
          </text>
          <text x={inputs.x + 12} y={referenceLane + 4}>
            {words.input(rig.timeReference.inputChannel)}
          </text>
          <Wire from={rightOf(source)} to={inputs.x} y={referenceLane} className="wire-loop" balanced={false} />
          <text className="wire-note" x={(rightOf(source) + inputs.x) / 2} y={referenceLane - 8} textAnchor="middle">
            {words.reference}
          </text>
        </g>
      )}
    </svg>
  );
}
