import { useCallback, useEffect, useMemo, useState } from 'react';
import { wiringText } from '../../../core/report/conditionText.ts';
import type { RigListing } from '../../../electron/ipc/contract.ts';
import type { LiveRequest } from '../../../electron/ipc/live.ts';
import { ErrorNote } from '../../controls/ErrorNote.tsx';
import { useAttempt, useBenchAccess } from '../../state/benchContext.ts';
import { text } from '../../text/english.ts';
import { AnalyzerColumn } from './AnalyzerColumn.tsx';
import { BeforePanel } from './BeforePanel.tsx';
import { GeneratorPanel } from './GeneratorPanel.tsx';
import { HistoryPanel } from './HistoryPanel.tsx';
import { draftOf, firstAnalyzer, FIRST_GENERATOR, FIRST_SET_UP, generatorOf, withDrive } from './liveDraft.ts';
import { ReadingsPanel } from './ReadingsPanel.tsx';
import { ScopePanel } from './ScopePanel.tsx';
import { SpectrumPanel } from './SpectrumPanel.tsx';
import { useLiveFrames } from './useLiveFrames.ts';
import { useLivePreview } from './useLivePreview.ts';
import { usePauseKey } from './usePauseKey.ts';

const words = text.live;
/** Zooming changes the view with every turn of the wheel: the engine hears of it when it has paused. */
const TELL_MS = 80;
const SAVED_SECONDS = 5;
const FALLBACK_RATE_HZ = 48_000;
const TWO_CHANNELS = ['left', 'right'];

interface LiveScreenProps {
  readonly rigs: readonly RigListing[];
  readonly rigId: string;
  readonly onRig: (id: string) => void;
}

/** Generator and two-channel analyzer that run until they are stopped. */
export function LiveScreen({ rigs, rigId, onRig }: LiveScreenProps) {
  const access = useBenchAccess();
  const { calls, live, inControl, stop, stopError } = access;
  const { session, output } = live;
  const { attempt, error } = useAttempt(calls);
  const [draft, setDraft] = useState(() => (output === null ? FIRST_GENERATOR : draftOf(output.generator)));
  const [setUp, setSetUp] = useState(FIRST_SET_UP);
  const [paused, setPaused] = useState(false);
  const [saved, setSaved] = useState<string | null>(null);
  const listed = rigs.find(({ id }) => id === rigId);
  const sampleRateHz = session?.rig.sampleRateHz ?? listed?.sampleRateHz ?? FALLBACK_RATE_HZ;
  const [analyzer, setAnalyzer] = useState(() => firstAnalyzer(sampleRateHz));
  useEffect(() => {
    setAnalyzer(firstAnalyzer(sampleRateHz));
  }, [sampleRateHz]);

  const generator = generatorOf(draft);
  const request: LiveRequest | null =
    generator === null || rigId === ''
      ? null
      : session === null
        ? { rig: { kind: 'listed', id: rigId }, ...setUp, generator, analyzer }
        : {
            rig: { kind: 'listed', id: session.rig.id },
            path: session.wiring.path,
            drive: session.wiring.drive,
            loadOhms: session.wiring.loadOhms,
            generator,
            analyzer,
          };
  // What the analyzer shows changes nothing of what plays
  const previewRequest = request === null ? null : { ...request, analyzer: firstAnalyzer(sampleRateHz) };
  const { preview, problem, asked } = useLivePreview(calls, previewRequest);
  const ready = preview !== null && asked === JSON.stringify(previewRequest);
  const changed = generator !== null && JSON.stringify(generator) !== JSON.stringify(output?.generator);

  const frames = useLiveFrames(access, paused);
  const open = session !== null;
  useEffect(() => {
    if (!open || !inControl || calls === null) return undefined;
    const timer = window.setTimeout(() => {
      // A page that is just losing its session is told so by the session's end
      calls.changeLive({ analyzer }).catch(() => undefined);
    }, TELL_MS);
    return () => {
      window.clearTimeout(timer);
    };
  }, [analyzer, open, inControl, calls]);
  useEffect(() => {
    setPaused(false);
    setSaved(null);
  }, [open]);
  const togglePause = useCallback(() => {
    setPaused((before) => !before);
  }, []);
  usePauseKey(open ? togglePause : null);

  const rig = session?.rig ?? preview?.rig ?? null;
  const names = useMemo(() => rig?.channels.map(({ name }) => name) ?? TWO_CHANNELS, [rig]);
  const apply = (): void => {
    attempt(async (bench) => {
      if (generator !== null) await bench.changeLive({ generator });
    });
  };
  return (
    <main className="columns live">
      <GeneratorPanel
        live={live}
        rigs={rigs}
        rigId={rigId}
        setUp={session === null ? setUp : { ...setUp, drive: session.wiring.drive }}
        draft={draft}
        preview={preview}
        rig={rig}
        inControl={inControl}
        changed={changed || output?.state === 'muted'}
        ready={ready}
        problem={error ?? problem}
        onRig={onRig}
        onSetUp={(next) => {
          if (next.drive !== setUp.drive) setDraft(withDrive(draft, next.drive));
          setSetUp(next);
        }}
        onDraft={setDraft}
        onStart={() => {
          attempt(async (bench) => {
            if (request !== null) await bench.openLive(request);
          });
        }}
        onApply={apply}
        onStop={stop}
      />
      <div className="stack">
        <ErrorNote error={stopError} />
        {saved === null ? null : (
          <p className="note dim" role="status">
            {words.saved(saved)}
          </p>
        )}
        {session === null ? (
          <BeforePanel preview={preview} />
        ) : (
          <>
            <ReadingsPanel
              shown={frames.shown}
              names={names}
              analyzer={analyzer}
              paused={paused}
              simulated={session.simulated}
              subtitle={`${session.rig.name}, ${wiringText(session.wiring)}`}
            />
            <SpectrumPanel
              key={session.rig.sampleRateHz}
              names={names}
              highestHz={session.rig.sampleRateHz / 2}
              fullScaleVoltsRms={session.rig.input.fullScaleVoltsRms * session.rig.input.dividerRatio}
              analyzer={analyzer}
              paused={paused}
              disabled={frames.shown === null}
              onFrame={frames.onFrame}
              onAnalyzer={setAnalyzer}
              onPause={togglePause}
              onSave={() => {
                attempt(async (bench) => {
                  setSaved(await bench.saveLive({ seconds: SAVED_SECONDS }));
                });
              }}
            />
            <div className="time-charts">
              <ScopePanel
                names={names}
                shown={frames.shown}
                analyzer={analyzer}
                onFrame={frames.onFrame}
                onAnalyzer={setAnalyzer}
              />
              <HistoryPanel names={names} shown={frames.shown} history={frames.history} onFrame={frames.onFrame} />
            </div>
          </>
        )}
      </div>
      <AnalyzerColumn
        session={session}
        sampleRateHz={sampleRateHz}
        names={names}
        shown={session === null ? null : frames.shown}
        updatesPerSecond={session === null ? null : frames.updatesPerSecond}
        analyzer={analyzer}
        onAnalyzer={setAnalyzer}
      />
    </main>
  );
}
