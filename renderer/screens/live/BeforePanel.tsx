import { wiringText } from '../../../core/report/conditionText.ts';
import { formatQuantity } from '../../../core/units/format.ts';
import type { LivePreview } from '../../../electron/ipc/live.ts';
import { Scroll } from '../../controls/Scroll.tsx';
import { WiringDrawing } from '../../drawings/WiringDrawing.tsx';
import { text } from '../../text/english.ts';

const words = text.live;
const NO_BREAK_SPACE = '\u00a0';

function Large({ value, unit }: { readonly value: number | null; readonly unit: 'V' | 'W' }) {
  const [figure, symbol] = value === null ? ['–', ''] : formatQuantity(value, unit, 3).split(NO_BREAK_SPACE);
  return (
    <span className="large">
      {figure} <small>{symbol}</small>
    </span>
  );
}

/** What is to be connected and what will stand at the output, before anything plays. */
export function BeforePanel({ preview }: { readonly preview: LivePreview | null }) {
  if (preview === null) {
    return (
      <section className="panel before-panel" aria-label={words.willPlay}>
        <p className="empty">{words.idle}</p>
      </section>
    );
  }
  const { rig, wiring, outputVoltsRms, outputLimitVoltsRms, outputLimitBy, loadWatts, driveUnit } = preview;
  return (
    <section className="panel before-panel" aria-label={words.willPlay}>
      <div className="head">
        <h1>{words.willPlay}</h1>
        <span className="sub">{wiringText(wiring)}</span>
        {rig.driver === 'simulated' ? (
          <div className="end">
            <span className="simulated">{text.simulated}</span>
          </div>
        ) : null}
      </div>
      <div className="sect">
        <div className="volts">
          <div>
            <Large value={outputVoltsRms ?? outputLimitVoltsRms} unit="V" />
            <div className="note dim">
              {text.run.atOutput}, {outputVoltsRms === null ? words.limitAtMost : text.run.atMost}
            </div>
          </div>
          <div>
            <Large value={loadWatts} unit="W" />
            <div className="note dim">{loadWatts === null ? text.run.noLoad : text.run.inLoad}</div>
          </div>
        </div>
        <p className="strong">{words.unplug}</p>
        <p className="note dim">
          {words.limits}: {outputLimitBy}. {words.startNotes[driveUnit]}
        </p>
      </div>
      <Scroll label={text.run.connect}>
        <div className="wire-box bare">
          <WiringDrawing
            rig={rig}
            wiring={wiring}
            product={null}
            outputVoltsRms={outputVoltsRms ?? outputLimitVoltsRms}
            loadWatts={loadWatts}
          />
        </div>
      </Scroll>
    </section>
  );
}
