import { useState } from 'react';
import { ErrorNote } from '../../controls/ErrorNote.tsx';
import { Segments } from '../../controls/Segments.tsx';
import { useAttempt, useBenchAccess } from '../../state/benchContext.ts';
import { text } from '../../text/english.ts';
import type { CardDesk } from '../verify/useCard.ts';
import { BaselinePanel } from './BaselinePanel.tsx';
import { CalibrationWizard } from './CalibrationWizard.tsx';
import { DevicesPanel } from './DevicesPanel.tsx';
import { PreflightPanel } from './PreflightPanel.tsx';
import { RigForm } from './RigForm.tsx';
import { RigListPanel } from './RigListPanel.tsx';
import { useRig } from './useRig.ts';

const words = text.rig;
const VIEWS = ['check', 'calibrate', 'edit'] as const;
type View = (typeof VIEWS)[number];

/** The bench's own side: which devices, how calibrated, what is on hand, what is wrong with it, and its own floor. */
export function RigScreen({ desk }: { readonly desk: CardDesk }) {
  const { rigs, rigId, chooseRig, rigsChanged } = desk;
  const [view, setView] = useState<View>('check');
  const rig = useRig(rigId);
  const { known } = rig;
  const { calls, inControl } = useBenchAccess();
  const { attempt, error } = useAttempt(calls);
  const [deleted, setDeleted] = useState<string | null>(null);
  const isOwn = rigs.some(({ id, simulated }) => id === rigId && !simulated);
  const putAside = (): void => {
    attempt(async (bench) => {
      await bench.deleteRig(rigId);
      setDeleted(rigId);
      rigsChanged();
      chooseRig(rigs.find(({ id }) => id !== rigId)?.id ?? '');
    });
  };
  const bringBack = (id: string): void => {
    attempt(async (bench) => {
      await bench.undeleteRig(id);
      setDeleted(null);
      changed(id);
    });
  };
  const changed = (id: string): void => {
    rigsChanged();
    chooseRig(id);
    rig.reread();
  };
  return (
    <main className="columns rig-screen">
      <RigListPanel
        rigs={rigs}
        rigId={rigId}
        known={known}
        onChoose={chooseRig}
        onNew={() => {
          setView('edit');
        }}
        onDelete={isOwn && inControl ? putAside : null}
      />
      <div className="stack">
        <ErrorNote error={error ?? rig.error} />
        <Segments
          label={words.view}
          values={VIEWS.map((each) => [each, words.views[each]] as const)}
          value={view}
          onChoose={setView}
        />
        {known === null ? (
          <p className="empty">{text.loading}</p>
        ) : view === 'check' ? (
          <div className="stack rig-checks">
            <PreflightPanel key={`p${known.rig.id}`} known={known} />
            <BaselinePanel
              key={`b${known.rig.id}`}
              known={known}
              onMeasured={() => {
                changed(known.rig.id);
              }}
            />
          </div>
        ) : view === 'calibrate' ? (
          <CalibrationWizard key={known.rig.id} known={known} onSaved={changed} />
        ) : (
          <RigForm key={known.rig.id} rig={known.rig} onSaved={changed} />
        )}
      </div>
      <DevicesPanel rig={rig} />
      {deleted === null ? null : (
        <div className="notice" role="status">
          {words.deleted(deleted)}
          <button
            type="button"
            className="button small"
            onClick={() => {
              bringBack(deleted);
            }}
          >
            {text.runs.undo}
          </button>
          <button
            type="button"
            className="button small quiet"
            onClick={() => {
              setDeleted(null);
            }}
          >
            {text.runs.close}
          </button>
        </div>
      )}
    </main>
  );
}
