import { useCallback, useEffect, useMemo, useRef, type ComponentProps } from 'react';
import type { Rig } from '../../../core/calibration/rig.ts';
import { wiringText } from '../../../core/report/conditionText.ts';
import { dbvFromVoltsRms } from '../../../core/units/decibel.ts';
import type { TakeInput } from '../../../electron/ipc/contract.ts';
import type { ChartSpec } from '../../charts/chartSpec.ts';
import type { Points } from '../../charts/minMax.ts';
import type { RunView } from '../../state/runView.ts';
import { text } from '../../text/english.ts';
import { LiveChart } from '../live/LiveChart.tsx';
import { trace } from '../live/livePictures.ts';

type Show = Parameters<ComponentProps<typeof LiveChart>['pictures']>[0];

const words = text.run;
const LOWEST_HZ = 20;
const FLOOR_DBV = -160;

function specOf({ channels, sampleRateHz }: Rig): ChartSpec {
  return {
    title: words.spectrum,
    x: { scale: 'log', from: LOWEST_HZ, to: sampleRateHz / 2, title: text.live.frequencyAxis },
    y: { scale: 'linear', from: FLOOR_DBV, to: 20, title: text.live.levelAxis('dBV') },
    traces: channels.map(({ name }, index) => trace(name, index)),
    limits: [],
    marks: [],
  };
}

const pointsOf = ({ spectrum: { frequenciesHz, voltsRms } }: TakeInput): Points[] =>
  voltsRms.map((levels) =>
    Float64Array.from(
      frequenciesHz.flatMap((frequencyHz, point) => [
        frequencyHz,
        Math.max(FLOOR_DBV - 40, dbvFromVoltsRms(levels[point])),
      ]),
    ),
  );

interface TakeSpectrumProps {
  readonly rig: Rig;
  readonly run: RunView;
  readonly input: TakeInput;
  /** What the last check of the load found. */
  readonly check: string | null;
}

/** What the inputs record while a take plays, and what they recorded in the last one. */
export function TakeSpectrum({ rig, run, input, check }: TakeSpectrumProps) {
  const spec = useMemo(() => specOf(rig), [rig]);
  const show = useRef<Show | null>(null);
  const newest = useRef(input);
  const draw = useCallback(() => {
    show.current?.({ traces: pointsOf(newest.current), marks: [] });
  }, []);
  const pictures = useCallback(
    (shown: Show) => {
      show.current = shown;
      draw();
      return () => {
        show.current = null;
      };
    },
    [draw],
  );
  useEffect(() => {
    newest.current = input;
    draw();
  }, [input, draw]);
  const wiring = run.wired?.wiring;
  return (
    <section className="panel connect take-spectrum" aria-label={words.spectrum}>
      <div className="head">
        <h2>{words.connected}</h2>
        {wiring === undefined ? null : <span className="sub">{wiringText(wiring)}</span>}
        {check === null ? null : (
          <div className="end">
            {words.loadCheck}: {check}
          </div>
        )}
      </div>
      <LiveChart spec={spec} pictures={pictures} />
    </section>
  );
}
