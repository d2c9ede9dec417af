import { useCallback, useEffect, useMemo, useState } from 'react';
import { oneTwoFive } from '../../../core/report/axis.ts';
import { formatQuantity } from '../../../core/units/format.ts';
import type { LiveAnalyzerRequest } from '../../../electron/ipc/live.ts';
import type { LiveFrame } from '../../bridge/liveFrame.ts';
import { text } from '../../text/english.ts';
import { LiveChart } from './LiveChart.tsx';
import { scopePoints, scopeSpec } from './livePictures.ts';
import type { LivePicture } from '../../charts/traceLayer.ts';

const words = text.live;
/** Not in one task with the spectrum, which would double how long the page is busy at a time. */
const AFTER_SPECTRUM_MS = 20;
const SPANS_SECONDS = [0.001, 0.002, 0.004, 0.01, 0.02, 0.05, 0.1];

interface ScopePanelProps {
  readonly names: readonly string[];
  readonly shown: LiveFrame | null;
  readonly analyzer: LiveAnalyzerRequest;
  readonly onFrame: (listener: (frame: LiveFrame) => void) => () => void;
  readonly onAnalyzer: (change: (before: LiveAnalyzerRequest) => LiveAnalyzerRequest) => void;
}

/** Volts against time, standing still: each picture begins as the first channel rises through its middle. */
export function ScopePanel({ names, shown, analyzer, onFrame, onAnalyzer }: ScopePanelProps) {
  const [halfHeight, setHalfHeight] = useState(2);
  const peak = shown === null ? 0 : Math.max(...shown.channels.map((channel) => channel.peak));
  useEffect(() => {
    if (peak <= 0) return;
    const wanted = oneTwoFive(peak * 1.05, 1);
    // Not back at once: a scale that jumps to and fro cannot be read
    setHalfHeight((before) => (wanted > before || peak < 0.3 * before ? wanted : before));
  }, [peak]);
  const { seconds } = analyzer.scope;
  const spec = useMemo(() => scopeSpec(names, 1000 * seconds, halfHeight), [names, seconds, halfHeight]);
  const pictures = useCallback(
    (show: (picture: LivePicture) => void) => {
      let waiting: number | undefined;
      const close = onFrame((frame) => {
        // Twelve pictures a second look steady
        if (frame.sequence % 2 === 1) return;
        window.clearTimeout(waiting);
        waiting = window.setTimeout(() => {
          show({ traces: scopePoints(frame), marks: [] });
        }, AFTER_SPECTRUM_MS);
      });
      return () => {
        window.clearTimeout(waiting);
        close();
      };
    },
    [onFrame],
  );
  const tools = (
    <select
      className="small"
      aria-label={words.scopeSpan}
      value={seconds}
      onChange={(event) => {
        const chosen = Number(event.target.value);
        onAnalyzer((before) => ({ ...before, scope: { ...before.scope, seconds: chosen } }));
      }}
    >
      {SPANS_SECONDS.map((each) => (
        <option key={each} value={each}>
          {formatQuantity(each, 's')}
        </option>
      ))}
    </select>
  );
  return (
    <section className="panel scope-panel" aria-label={words.scope}>
      <LiveChart spec={spec} pictures={pictures} tools={tools} />
    </section>
  );
}
