import { useCallback, useEffect, useRef, useState } from 'react';
import type { ShownPhoto } from '../../electron/ipc/contract.ts';
import { useAttempt, useBenchAccess } from '../state/benchContext.ts';
import { text } from '../text/english.ts';
import { ErrorNote } from './ErrorNote.tsx';
import { shrinkPhoto } from './shrinkPhoto.ts';

const words = text.run;
const pictures = (files: Iterable<File>): readonly File[] => [...files].filter(({ type }) => type.startsWith('image/'));

/** Photos of a run: chosen, dropped here, or pasted anywhere on the page. `caption` goes with those that are added. */
export function RunPhotos({
  runId,
  caption,
  onAdded,
}: {
  readonly runId: string;
  readonly caption: string;
  readonly onAdded: () => void;
}) {
  const { calls } = useBenchAccess();
  const { attempt, error } = useAttempt(calls);
  const [photos, setPhotos] = useState<readonly ShownPhoto[]>([]);
  const chooser = useRef<HTMLInputElement>(null);
  useEffect(() => {
    setPhotos([]);
    attempt(async (bench) => {
      setPhotos(await bench.photos(runId));
    });
  }, [runId, attempt]);
  const add = useCallback(
    (files: readonly File[]) => {
      if (files.length === 0) return;
      attempt(async (bench) => {
        for (const file of files)
          setPhotos(await bench.addPhoto(runId, { caption: caption.trim(), contentBase64: await shrinkPhoto(file) }));
        onAdded();
      });
    },
    [runId, caption, onAdded, attempt],
  );
  useEffect(() => {
    const paste = ({ clipboardData }: ClipboardEvent): void => {
      add(pictures(clipboardData?.files ?? []));
    };
    document.addEventListener('paste', paste);
    return () => {
      document.removeEventListener('paste', paste);
    };
  }, [add]);
  return (
    <div
      className="run-photos"
      onDragOver={(event) => {
        event.preventDefault();
      }}
      onDrop={(event) => {
        event.preventDefault();
        add(pictures(event.dataTransfer.files));
      }}
    >
      <ErrorNote error={error} />
      {photos.length === 0 ? null : (
        <ul className="photo-list" aria-label={words.photos}>
          {photos.map((photo, index) => (
            <li key={photo.file}>
              <a href={photo.address} target="_blank" rel="noreferrer">
                <img src={photo.address} alt={photo.caption === '' ? words.photo(index + 1) : photo.caption} />
              </a>
            </li>
          ))}
        </ul>
      )}
      <input
        ref={chooser}
        type="file"
        accept="image/*"
        multiple
        hidden
        aria-label={words.addPhoto}
        onChange={(event) => {
          add(pictures(event.target.files ?? []));
          event.target.value = '';
        }}
      />
      <button
        type="button"
        className="button small"
        title={words.photoHint}
        onClick={() => {
          chooser.current?.click();
        }}
      >
        {words.addPhoto}
      </button>
    </div>
  );
}
