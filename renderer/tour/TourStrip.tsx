import { ErrorNote } from '../controls/ErrorNote.tsx';
import type { CardDesk } from '../screens/verify/useCard.ts';
import { useAttempt, useBenchAccess } from '../state/benchContext.ts';
import { goTo } from '../state/useScreen.ts';
import { text } from '../text/english.ts';
import { placeOf, STEP_COUNT } from './tourSteps.ts';
import type { Tour } from './useTour.ts';

const words = text.tour;
const CARD = 'hpa-1';
const RIG = 'sim:studio-384/hpa-1';

/**
 * The guided tour as a strip above the screen: it covers nothing, is reached by Tab, and each of its steps is announced. What it speaks of is outlined
 * by `data-tour` on the page.
 */
export function TourStrip({ tour, desk }: { readonly tour: Tour; readonly desk: CardDesk }) {
  const { calls, inControl } = useBenchAccess();
  const { attempt, error } = useAttempt(calls);
  const { step } = tour;
  if (step === null) return null;
  const place = placeOf(step);
  const begin = (): void => {
    goTo('verify');
    desk.choose({ source: 'library', cardId: CARD, text: '' });
    desk.chooseRig(RIG);
    tour.begin();
  };
  const start = (): void => {
    goTo('verify');
    attempt(async (bench) => {
      const run = await bench.verify({ card: { kind: 'library', id: CARD }, rig: { kind: 'listed', id: RIG } });
      tour.follow(run.runId);
    });
  };
  return (
    <section className="tour" aria-label={words.title}>
      <p className="tour-text" role="status">
        <b>{words.title}</b> {place === null ? null : <span className="dim">{words.step(place, STEP_COUNT)}</span>}{' '}
        {words[step]}
      </p>
      <div className="buttons">
        {step === 'welcome' ? (
          <button type="button" className="button small strong" disabled={!inControl} onClick={begin}>
            {words.begin}
          </button>
        ) : null}
        {step === 'card' || step === 'claims' ? (
          <button type="button" className="button small strong" onClick={tour.next}>
            {words.next}
          </button>
        ) : null}
        {step === 'plan' ? (
          <button type="button" className="button small strong" disabled={!inControl} onClick={start}>
            {words.start}
          </button>
        ) : null}
        <button type="button" className={`button small ${step === 'done' ? 'strong' : 'quiet'}`} onClick={tour.end}>
          {step === 'welcome' ? words.skip : step === 'done' ? words.finish : words.end}
        </button>
      </div>
      <ErrorNote error={error} />
    </section>
  );
}
