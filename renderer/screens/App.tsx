import { useCallback, useMemo, useState } from 'react';
import { HelpDialog } from '../controls/HelpDialog.tsx';
import { DoorNote } from '../controls/DoorNote.tsx';
import { ErrorNote } from '../controls/ErrorNote.tsx';
import { TopBar } from '../controls/TopBar.tsx';
import { BenchContext, useAttempt, type BenchAccess } from '../state/benchContext.ts';
import { useBench } from '../state/useBench.ts';
import { useKeys } from '../state/useKeys.ts';
import { goTo, SCREENS, useScreen } from '../state/useScreen.ts';
import { useSweepResults } from '../state/useSweepResults.ts';
import { THEMES, useTheme } from '../state/useTheme.ts';
import { HeadphonesScreen } from './headphones/HeadphonesScreen.tsx';
import { LiveScreen } from './live/LiveScreen.tsx';
import { LiveStrip } from './live/LiveStrip.tsx';
import { TourStrip } from '../tour/TourStrip.tsx';
import { useTour } from '../tour/useTour.ts';
import { RigScreen } from './rig/RigScreen.tsx';
import { RunStrip } from './run/RunStrip.tsx';
import { RunsScreen } from './runs/RunsScreen.tsx';
import { SweepsScreen } from './sweeps/SweepsScreen.tsx';
import { useCard } from './verify/useCard.ts';
import { VerifyScreen } from './verify/VerifyScreen.tsx';

/** The page: one screen at a time, with what holds everywhere: connection, run, Stop, theme, keys. */
export function App() {
  const link = useBench();
  const screen = useScreen();
  const [theme, setTheme] = useTheme();
  const [helpOpen, setHelpOpen] = useState(false);
  const { attempt, error } = useAttempt(link.calls);
  const stop = useCallback(() => {
    attempt(async (bench) => {
      await bench.cancel();
    });
  }, [attempt]);
  const access = useMemo<BenchAccess>(
    () => ({ ...link, inControl: link.seat?.role === 'controller', stop, stopError: error }),
    [link, stop, error],
  );
  const desk = useCard(link.calls);
  const results = useSweepResults(link.run);
  const tour = useTour(link.run);
  const { run, live } = link;
  const running = run.phase === 'running';
  useKeys({
    stop: running || live.session !== null ? stop : null,
    help: () => {
      setHelpOpen(true);
    },
    screen: (index) => {
      goTo(SCREENS[index]);
    },
    theme: () => {
      setTheme(THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]);
    },
  });
  // The screens of the run have their own Stop, which is larger.
  const hasOwnStop = screen === (run.planned === null ? 'sweeps' : 'verify');
  return (
    <BenchContext value={access}>
      <div className="page" data-tour={tour.step ?? undefined}>
        <TopBar
          access={access}
          screen={screen}
          theme={theme}
          onTheme={setTheme}
          onHelp={() => {
            setHelpOpen(true);
          }}
          onTakeControl={() => {
            attempt(async (bench) => {
              await bench.takeControl();
            });
          }}
        />
        <div className="below-top">
          <TourStrip tour={tour} desk={desk} />
          <DoorNote status={link.status} onRetry={link.reconnect} />
          {running ? <RunStrip run={run} onStop={hasOwnStop ? null : stop} /> : null}
          {live.session === null || screen === 'live' ? null : <LiveStrip onStop={stop} />}
          {hasOwnStop ? null : <ErrorNote error={error} />}
        </div>
        {screen === 'verify' ? <VerifyScreen desk={desk} /> : null}
        {screen === 'live' ? <LiveScreen rigs={desk.rigs} rigId={desk.rigId} onRig={desk.chooseRig} /> : null}
        {screen === 'sweeps' ? <SweepsScreen desk={desk} results={results} /> : null}
        {screen === 'rig' ? <RigScreen desk={desk} /> : null}
        {screen === 'headphones' ? <HeadphonesScreen cards={desk.cards} /> : null}
        {screen === 'runs' ? <RunsScreen onOverlay={results.add} /> : null}
        <HelpDialog
          open={helpOpen}
          onClose={() => {
            setHelpOpen(false);
          }}
          onTour={() => {
            setHelpOpen(false);
            tour.offer();
          }}
        />
      </div>
    </BenchContext>
  );
}
