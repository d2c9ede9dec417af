import { useEffect, useRef } from 'react';
import { text } from '../text/english.ts';

interface HelpDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onTour: () => void;
}

/** The keys of the page, and the way back to the guided tour. */
export function HelpDialog({ open, onClose, onTour }: HelpDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog ref={dialog} aria-labelledby="help-title" onClose={onClose}>
      <div className="head">
        <h2 id="help-title">{text.help.title}</h2>
        <div className="end">
          <button type="button" className="button small" onClick={onTour}>
            {text.tour.restart}
          </button>
          <button type="button" className="button small" onClick={onClose}>
            {text.help.close}
          </button>
        </div>
      </div>
      <dl className="help">
        {text.help.keys.map(([keys, words]) => (
          <div key={keys}>
            <dt className="dim">{words}</dt>
            <dd>
              <kbd>{keys}</kbd>
            </dd>
          </div>
        ))}
      </dl>
    </dialog>
  );
}
