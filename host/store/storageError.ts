import { AmpbenchError } from '../../core/errors.ts';

interface Failure {
  readonly code: string;
  readonly rule: string;
  readonly tip: string;
}

const BY_SYSTEM_CODE: Readonly<Record<string, Failure>> = {
  ENOSPC: { code: 'disk-full', rule: 'the disk is full', tip: 'free some space, then continue with verify --resume' },
  EDQUOT: {
    code: 'disk-full',
    rule: 'the disk quota is used up',
    tip: 'free some space, then continue with verify --resume',
  },
  EROFS: {
    code: 'not-writable',
    rule: 'the file system is read-only',
    tip: 'choose a folder you can write to with --out',
  },
  EACCES: { code: 'not-writable', rule: 'permission denied', tip: 'choose a folder you can write to with --out' },
  EPERM: { code: 'not-writable', rule: 'operation not permitted', tip: 'choose a folder you can write to with --out' },
  ENOTDIR: { code: 'not-a-folder', rule: 'a part of the path is a file', tip: 'choose another folder with --out' },
  ENOENT: { code: 'file-missing', rule: 'no such file or folder', tip: 'check the path' },
};

/** The operating system's code of an error (`ENOSPC`), or null. */
export function systemCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

/**
 * A failed file operation as an error of kind `storage`.
 * @param kept what is safe on disk all the same, as the end of a sentence; empty where nothing is
 */
export function storageError(error: unknown, action: string, path: string, kept = ''): AmpbenchError {
  if (error instanceof AmpbenchError) return error;
  const system = systemCode(error);
  const failure = system === null ? undefined : BY_SYSTEM_CODE[system];
  const rule = failure?.rule ?? (error instanceof Error ? error.message : String(error));
  return new AmpbenchError(
    'storage',
    failure?.code ?? 'storage-failed',
    `cannot ${action} ${path}: ${rule}${kept === '' ? '' : `; ${kept}`}`,
    { path, system },
    failure?.tip,
  );
}
