import { text } from '../../text/english.ts';
import { useBenchAccess } from '../../state/benchContext.ts';

interface TakeButtonProps {
  readonly label: string;
  readonly playing: boolean;
  readonly onPlay: () => void;
  readonly onStop: () => void;
}

/** Starts something that plays; while it plays, the way to stop it, which is larger. */
export function TakeButton({ label, playing, onPlay, onStop }: TakeButtonProps) {
  const { inControl } = useBenchAccess();
  if (playing) {
    return (
      <button type="button" className="button stop low" onClick={onStop}>
        {text.stop} <kbd aria-hidden="true">{text.stopKey}</kbd>
      </button>
    );
  }
  return (
    <button
      type="button"
      className="button"
      disabled={!inControl}
      title={inControl ? undefined : text.rig.watching}
      onClick={onPlay}
    >
      {label}
    </button>
  );
}
