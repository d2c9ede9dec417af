import { useCallback, useMemo, useRef, useState } from 'react';
import type { LiveAnalyzerRequest } from '../../../electron/ipc/live.ts';
import type { LiveFrame } from '../../bridge/liveFrame.ts';
import type { View } from '../../charts/chartSpec.ts';
import { Segments } from '../../controls/Segments.tsx';
import { text } from '../../text/english.ts';
import { LiveChart } from './LiveChart.tsx';
import { AVERAGINGS } from './liveDraft.ts';
import { harmonicMarks, spectrumPoints, spectrumSpec, type SpectrumUnit, type StoredSpectrum } from './livePictures.ts';
import type { LivePicture } from '../../charts/traceLayer.ts';

const words = text.live;
const UNITS = ['dBV', 'dBu', 'dBFS'] as const;
/** Overlays beyond these could not be told apart. */
const MOST_STORED = 4;

interface SpectrumPanelProps {
  readonly names: readonly string[];
  readonly highestHz: number;
  /** 0 dBFS of the inputs, volts rms. */
  readonly fullScaleVoltsRms: number;
  readonly analyzer: LiveAnalyzerRequest;
  readonly paused: boolean;
  readonly disabled: boolean;
  readonly onFrame: (listener: (frame: LiveFrame) => void) => () => void;
  readonly onAnalyzer: (change: (before: LiveAnalyzerRequest) => LiveAnalyzerRequest) => void;
  readonly onPause: () => void;
  readonly onSave: () => void;
}

const copied = ({ lowest, highest }: { lowest: Float32Array; highest: Float32Array }) => ({
  lowest: lowest.slice(),
  highest: highest.slice(),
});

/** The spectrum as it is now, with what is averaged, held and laid over it. */
export function SpectrumPanel(props: SpectrumPanelProps) {
  const { names, highestHz, fullScaleVoltsRms, analyzer, paused, disabled } = props;
  const { onFrame, onAnalyzer, onPause, onSave } = props;
  const [unit, setUnit] = useState<SpectrumUnit>('dBV');
  const [stored, setStored] = useState<readonly StoredSpectrum[]>([]);
  const newest = useRef<LiveFrame | null>(null);
  const { averaging, peakHold } = analyzer.options;
  const spec = useMemo(
    () => spectrumSpec(names, stored, peakHold, unit, highestHz),
    [names, stored, peakHold, unit, highestHz],
  );
  const pictures = useCallback(
    (show: (picture: LivePicture) => void) => {
      const draw = (frame: LiveFrame): void => {
        newest.current = frame;
        show({
          traces: spectrumPoints(frame, stored, unit, fullScaleVoltsRms),
          marks: harmonicMarks(frame, unit, fullScaleVoltsRms),
        });
      };
      if (newest.current !== null) draw(newest.current);
      return onFrame(draw);
    },
    [onFrame, stored, unit, fullScaleVoltsRms],
  );
  const onView = useCallback(
    (view: View, columns: number) => {
      onAnalyzer((before) => ({ ...before, view: { lowHz: view.x[0], highHz: view.x[1], columns } }));
    },
    [onAnalyzer],
  );
  const store = (): void => {
    const frame = newest.current;
    if (frame === null) return;
    setStored((before) => [
      ...before.slice(1 - MOST_STORED),
      {
        number: (before.at(-1)?.number ?? 0) + 1,
        frequenciesHz: frame.frequenciesHz.slice(),
        channels: frame.channels.map(({ name, spectrum }) => ({ name, spectrum: copied(spectrum) })),
      },
    ]);
  };
  const tools = (
    <div className="live-tools">
      <Segments
        label={words.averaging}
        values={(['off', 'linear', 'exponential'] as const).map((each) => [each, words.averagings[each]] as const)}
        value={averaging.kind}
        onChoose={(kind) => {
          onAnalyzer((before) => ({ ...before, options: { ...before.options, averaging: AVERAGINGS[kind] } }));
        }}
      />
      <label className="check">
        <input
          type="checkbox"
          checked={peakHold}
          onChange={(event) => {
            const hold = event.target.checked;
            onAnalyzer((before) => ({ ...before, options: { ...before.options, peakHold: hold } }));
          }}
        />
        {words.peakHold}
      </label>
      <select
        className="small"
        aria-label={words.levelAxis(unit)}
        value={unit}
        onChange={(event) => {
          setUnit(UNITS.find((each) => each === event.target.value) ?? 'dBV');
        }}
      >
        {UNITS.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </select>
      <button type="button" className="button small" aria-pressed={paused} onClick={onPause} disabled={disabled}>
        {paused ? words.goOn : words.pause} <kbd aria-hidden="true">{words.pauseKey}</kbd>
      </button>
      <button type="button" className="button small" onClick={store} disabled={disabled}>
        {words.store}
      </button>
      {stored.length === 0 ? null : (
        <button
          type="button"
          className="button small"
          onClick={() => {
            setStored([]);
          }}
        >
          {words.clear}
        </button>
      )}
      <button type="button" className="button small" onClick={onSave} disabled={disabled}>
        {words.save}
      </button>
    </div>
  );
  return (
    <section className="panel spectrum-panel" aria-label={words.spectrum}>
      <LiveChart spec={spec} pictures={pictures} onView={onView} tools={tools} />
    </section>
  );
}
