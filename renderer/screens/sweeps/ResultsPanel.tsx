import { useEffect, useMemo, useState } from 'react';
import type { Claim } from '../../../core/card/claim.ts';
import type { CardListing } from '../../../electron/ipc/contract.ts';
import { Scroll } from '../../controls/Scroll.tsx';
import { useBenchAccess } from '../../state/benchContext.ts';
import type { SweepResults } from '../../state/useSweepResults.ts';
import { text } from '../../text/english.ts';
import { CurveComparison } from './CurveComparison.tsx';
import { CurveSelect } from './CurveSelect.tsx';
import type { CurveSource } from './curveSource.ts';
import { FiguresTable } from './FiguresTable.tsx';
import { curveChoices } from './overlayChart.ts';

const words = text.sweeps;

function useClaims(cardId: string): readonly Claim[] {
  const { calls } = useBenchAccess();
  const [claims, setClaims] = useState<readonly Claim[]>([]);
  useEffect(() => {
    setClaims([]);
    if (calls === null || cardId === '') return;
    calls.readCard({ kind: 'library', id: cardId }).then(
      ({ card }) => {
        setClaims(card.claims);
      },
      () => undefined,
    );
  }, [calls, cardId]);
  return claims;
}

/** What of the results is drawn: a curve by its name, and the card whose limits are drawn with it. */
export interface ShownCurve {
  readonly wanted: string;
  readonly cardId: string;
  /** Run of the result that the others are held against; empty: none. */
  readonly referenceId: string;
}

interface ResultsPanelProps {
  readonly results: SweepResults;
  readonly cards: readonly CardListing[];
  readonly shown: ShownCurve;
  readonly onShow: (shown: ShownCurve) => void;
}

/** The results: their curves over each other, with published limits, and the figures of the latest. */
export function ResultsPanel({ results, cards, shown, onShow }: ResultsPanelProps) {
  const { wanted, cardId, referenceId } = shown;
  const claims = useClaims(cardId);
  const drawn = useMemo(() => results.list.filter((each) => each.shown), [results.list]);
  const sources = useMemo(
    () => drawn.map(({ name, measurement }): CurveSource => ({ name, channels: measurement.channels })),
    [drawn],
  );
  const choices = useMemo(() => curveChoices(sources), [sources]);
  const choice = choices.find(({ label }) => label === wanted) ?? choices.at(0);
  const reference = drawn.find(({ runId }) => runId === referenceId) ?? null;
  if (results.list.length === 0)
    return (
      <section className="panel results-empty" aria-label={words.overlays}>
        <p className="empty">{words.nothing}</p>
      </section>
    );
  const latest = drawn.at(0);
  return (
    <>
      <section className="panel curve-panel" aria-label={words.curve}>
        <div className="head">
          <h2>{words.curve}</h2>
          <CurveSelect
            choices={choices}
            value={choice?.label ?? ''}
            onChoose={(label) => {
              onShow({ ...shown, wanted: label });
            }}
          />
          <div className="end">
            <label>
              {words.limits}{' '}
              <select
                className="small"
                value={cardId}
                onChange={(event) => {
                  onShow({ ...shown, cardId: event.target.value });
                }}
              >
                <option value="">{words.noLimits}</option>
                {cards.map(({ id, maker, product }) => (
                  <option key={id} value={id}>
                    {[maker, product].filter((part) => part !== null).join(' ') || id}
                  </option>
                ))}
              </select>
            </label>
          </div>
        </div>
        <CurveComparison
          sources={sources}
          choice={choice}
          claims={claims}
          reference={reference === null ? null : sources[drawn.indexOf(reference)]}
        />
      </section>
      {latest === undefined ? null : (
        <section className="panel figures-panel" aria-label={words.figures}>
          <div className="head">
            <h2>{words.figures}</h2>
            <span className="sub">{latest.name}</span>
            {latest.measurement.simulated ? <span className="simulated">{text.simulated}</span> : null}
          </div>
          <Scroll label={words.figures}>
            <FiguresTable result={latest} reference={reference === latest ? null : reference} />
          </Scroll>
        </section>
      )}
    </>
  );
}
