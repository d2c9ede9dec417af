import { useCallback, useEffect, useState } from 'react';
import type { ErrorRecord } from '../../../core/errors.ts';
import type { CardListing, PlannedRun, ReadCard, RigListing } from '../../../electron/ipc/contract.ts';
import { errorRecord } from '../../state/errorRecord.ts';
import type { BenchCalls } from '../../bridge/connectBench.ts';
import { cardRef, type CardChoice } from './choice.ts';

/** The card, the rig and the plan that follows from both. */
export interface CardDesk {
  readonly cards: readonly CardListing[];
  readonly rigs: readonly RigListing[];
  readonly choice: CardChoice;
  readonly rigId: string;
  readonly read: ReadCard | null;
  readonly planned: PlannedRun | null;
  readonly error: ErrorRecord | null;
  readonly choose: (choice: CardChoice) => void;
  readonly chooseRig: (rigId: string) => void;
  /** A rig was saved or measured: it is listed and planned for anew. */
  readonly rigsChanged: () => void;
}

/** Reads whatever card is chosen and plans for it on the chosen rig; an answer that comes after another choice is dropped. */
export function useCard(calls: BenchCalls | null): CardDesk {
  const [cards, setCards] = useState<readonly CardListing[]>([]);
  const [rigs, setRigs] = useState<readonly RigListing[]>([]);
  const [choice, setChoice] = useState<CardChoice>({ source: 'library', cardId: '', text: '' });
  const [rigId, setRigId] = useState('');
  const [read, setRead] = useState<ReadCard | null>(null);
  const [planned, setPlanned] = useState<PlannedRun | null>(null);
  const [error, setError] = useState<ErrorRecord | null>(null);

  const [rigsVersion, setRigsVersion] = useState(0);
  const rigsChanged = useCallback(() => {
    setRigsVersion((before) => before + 1);
  }, []);

  useEffect(() => {
    if (calls === null) return;
    Promise.all([calls.cards(), calls.rigs()]).then(
      ([listedCards, listedRigs]) => {
        setCards(listedCards);
        setRigs(listedRigs);
        setChoice((before) =>
          before.source === 'library' && before.cardId === '' && listedCards.length > 0
            ? { ...before, cardId: listedCards[0].id }
            : before,
        );
        setRigId((before) => (before === '' && listedRigs.length > 0 ? listedRigs[0].id : before));
      },
      (thrown: unknown) => {
        setError(errorRecord(thrown));
      },
    );
  }, [calls, rigsVersion]);

  const { source, cardId, text } = choice;
  const chosen = source === 'library' ? cardId : text;
  useEffect(() => {
    if (calls === null || chosen === '' || rigId === '') return undefined;
    let current = true;
    const card = cardRef({ source, cardId: chosen, text: chosen });
    setError(null);
    setPlanned(null);
    const work = async (): Promise<void> => {
      const readNow = await calls.readCard(card);
      if (current) setRead(readNow);
      const plannedNow = await calls.plan({ card, rig: { kind: 'listed', id: rigId } });
      if (current) setPlanned(plannedNow);
    };
    work().catch((thrown: unknown) => {
      if (!current) return;
      setRead((before) => (before?.text === chosen ? before : null));
      setError(errorRecord(thrown));
    });
    return () => {
      current = false;
    };
  }, [calls, source, chosen, rigId, rigsVersion]);

  const choose = useCallback((wanted: CardChoice) => {
    setChoice(wanted);
  }, []);
  return { cards, rigs, choice, rigId, read, planned, error, choose, chooseRig: setRigId, rigsChanged };
}
