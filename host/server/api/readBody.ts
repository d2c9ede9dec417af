import type { IncomingMessage } from 'node:http';
import { AmpbenchError } from '../../../core/errors.ts';

/** The longest card is 2 million characters; anything near this is no request of a program of good will. */
export const BODY_LIMIT_BYTES = 8 * 1024 * 1024;

const tooLarge = (): AmpbenchError =>
  new AmpbenchError(
    'usage',
    'body-too-large',
    `the body is longer than ${BODY_LIMIT_BYTES} bytes`,
    { limitBytes: BODY_LIMIT_BYTES },
    'send less',
  );

/**
 * The JSON document that came with a request.
 * @throws AmpbenchError `usage/body-not-json`, `usage/body-too-large`, `usage/bad-request`
 */
export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  const type = (request.headers['content-type'] ?? '').split(';')[0].trim().toLowerCase();
  if (type !== 'application/json') {
    throw new AmpbenchError(
      'usage',
      'body-not-json',
      `content-type is "${type.slice(0, 100)}" but must be application/json`,
      {},
      'send the body as JSON',
    );
  }
  if (Number(request.headers['content-length'] ?? 0) > BODY_LIMIT_BYTES) throw tooLarge();
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > BODY_LIMIT_BYTES) throw tooLarge();
    parts.push(part);
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts));
    return JSON.parse(text);
  } catch {
    throw new AmpbenchError('usage', 'bad-request', 'the body is no JSON document in UTF-8', {}, 'check its syntax');
  }
}
