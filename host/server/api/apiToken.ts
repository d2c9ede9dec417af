import { randomBytes } from 'node:crypto';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { dirname } from 'node:path';
import { AmpbenchError } from '../../../core/errors.ts';
import { storageError, systemCode } from '../../store/storageError.ts';
import { sameSecret } from '../secrets.ts';

/** In place of the file. */
export const TOKEN_VARIABLE = 'AMPBENCH_API_TOKEN';
/** The characters of a bearer token (RFC 6750), long enough that nobody guesses it. */
const TOKEN = /^[A-Za-z0-9._~+/-]{32,512}={0,2}$/u;
const OF_OTHERS = 0o077;

function checkedToken(text: string, place: string): string {
  const token = text.trim();
  if (TOKEN.test(token)) return token;
  throw new AmpbenchError(
    'usage',
    'token-invalid',
    `the token in ${place} must be 32 to 512 letters, digits and . _ ~ + / -; it has ${token.length} characters`,
    { place },
    'remove it, and a new one is made',
  );
}

/**
 * The token of the API: from the environment, else from a file that only its owner can read; a file that is not there is made.
 * @throws AmpbenchError `usage/token-invalid`, `usage/token-readable-by-others`, `storage/...`
 */
export async function loadApiToken(file: string, environment: NodeJS.ProcessEnv = process.env): Promise<string> {
  const given = environment[TOKEN_VARIABLE];
  if (given !== undefined) return checkedToken(given, TOKEN_VARIABLE);
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `${randomBytes(32).toString('base64url')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw storageError(error, 'write the token', file);
  }
  try {
    const { mode } = await stat(file);
    if (process.platform !== 'win32' && (mode & OF_OTHERS) !== 0) {
      throw new AmpbenchError(
        'usage',
        'token-readable-by-others',
        `${file} holds the token of the API and has mode ${(mode & 0o777).toString(8)}; only its owner may read it (600)`,
        { path: file },
        `chmod 600 ${file}`,
      );
    }
    return checkedToken(await readFile(file, 'utf8'), file);
  } catch (error) {
    throw error instanceof AmpbenchError ? error : storageError(error, 'read the token', file);
  }
}

/** The request carries the token as `Authorization: Bearer`. */
export function bearerGiven({ headers }: IncomingMessage, token: string): boolean {
  const given = /^Bearer ([^ ]+)$/iu.exec(headers.authorization ?? '');
  return given !== null && sameSecret(given[1], token);
}
