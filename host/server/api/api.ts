import type { IncomingMessage, ServerResponse } from 'node:http';
import { AmpbenchError } from '../../../core/errors.ts';
import { toErrorRecord } from '../../engine/protocol.ts';
import type { AccessRules } from '../accessRules.ts';
import type { Bench } from '../bench.ts';
import { controlCalls, everybodysCalls } from '../controlCalls.ts';
import type { Controller } from '../controls.ts';
import { readingCalls } from '../readingCalls.ts';
import { sendAnswer, type Answer } from '../sendAnswer.ts';
import { apiEventOf } from './apiEvents.ts';
import { errorTeller, statusOf, type TellError } from './apiErrors.ts';
import { bearerGiven } from './apiToken.ts';
import { EventViewers } from './eventViewers.ts';
import { matchRoute, MethodNotAllowed, queryOf, type Match } from './matchRoute.ts';
import { API_PATH } from './openApi.ts';
import { ProgramControls } from './programControls.ts';
import { readJsonBody } from './readBody.ts';
import { jsonAnswer, type Streamed } from './route.ts';
import { routes } from './routes.ts';

/** Calls that may be under way at once; the streams of events are counted apart. */
const CALL_LIMIT = 32;

/** Who makes a call without holding the controls. */
const NOBODY: Controller = { plays: false };

const refused = (code: string, message: string, tip?: string): AmpbenchError =>
  new AmpbenchError('usage', code, message, {}, tip);

/** The path below the API's own and the query of an address; a path outside of it is no call's. */
function splitAddress(url: string): readonly [path: string, query: string] {
  const end = url.indexOf('?');
  const path = end < 0 ? url : url.slice(0, end);
  return [path.startsWith(`${API_PATH}/`) ? path.slice(API_PATH.length) : '', end < 0 ? '' : url.slice(end + 1)];
}

function bodyIsComing({ headers, complete }: IncomingMessage): boolean {
  return !complete && (headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0);
}

export interface ApiOptions {
  readonly bench: Bench;
  readonly access: AccessRules;
  readonly token: string;
  /** Folders of this machine that no answer may name. */
  readonly privateFolders: readonly string[];
  /** Told of what is a fault of our own. */
  readonly log: (text: string) => void;
}

/** The HTTP API of a bench: lets in who has the token, finds the call, answers it. */
export class Api {
  readonly #options: ApiOptions;
  readonly #tellError: TellError;
  readonly #viewers = new EventViewers();
  readonly #controls: ProgramControls;
  readonly #leaveEngine: () => void;
  #callsUnderWay = 0;

  constructor(options: ApiOptions) {
    this.#options = options;
    this.#tellError = errorTeller(options.privateFolders);
    this.#controls = new ProgramControls(options.bench);
    this.#leaveEngine = options.bench.engine.subscribe((event) => {
      const told = apiEventOf(event, this.#tellError);
      if (told !== null) this.#viewers.tell(told);
    });
  }

  /** Whether an address is for the API to answer: everything below /api, whatever its version. */
  static owns(url: string | undefined): boolean {
    return url !== undefined && /^\/api(?:[/?]|$)/u.test(url);
  }

  /** Answers a request; never rejects. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const answer = await this.#answerTo(request, response);
      if (typeof answer === 'function') await answer(response, request.method !== 'HEAD');
      else sendAnswer(response, answer, request.method !== 'HEAD');
    } catch (error) {
      this.#refuse(request, response, error);
    }
  }

  close(): void {
    this.#leaveEngine();
    this.#viewers.close();
    this.#controls.close();
  }

  async #answerTo(request: IncomingMessage, response: ServerResponse): Promise<Answer | Streamed> {
    const { access, token } = this.#options;
    const [path, query] = splitAddress(request.url ?? '');
    if (!access.hostAllowed(request)) throw refused('host-unknown', 'this bench answers to its own address only');
    if (!access.originFitting(request)) throw refused('origin-refused', 'pages of other sites are not answered');
    const isOpen = routes.some((route) => route.access === 'open' && route.path === path);
    if (!isOpen && !bearerGiven(request, token)) {
      throw refused('token-missing', 'the header Authorization must be "Bearer" and the token of this bench');
    }
    const match = matchRoute(routes, request.method ?? '', path);
    // However many calls hang, Stop must get through.
    if (this.#callsUnderWay >= CALL_LIMIT && match.route.operationId !== 'stop') {
      throw refused('too-many-calls', `${CALL_LIMIT} calls are under way already`, 'wait a second, then ask again');
    }
    this.#callsUnderWay += 1;
    try {
      return await this.#carryOut(match, query, request, response);
    } finally {
      this.#callsUnderWay -= 1;
    }
  }

  async #carryOut(
    { route, path }: Match,
    query: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<Answer | Streamed> {
    const { bench } = this.#options;
    const controls = this.#controls;
    const key = request.headers['ampbench-control']?.toString();
    const who = route.access === 'control' ? controls.mustHold(key) : controls.holderOf(key);
    controls.callBegins(who);
    const left = (): void => {
      // What a program plays does not go on when it leaves before it has its answer.
      if (who?.plays === true) controls.release(who);
    };
    response.once('close', left);
    try {
      const body = route.body === null ? undefined : await readJsonBody(request);
      const calls = { ...readingCalls(bench), ...everybodysCalls(bench), ...controlCalls(bench, who ?? NOBODY) };
      const call = { bench, calls, controls, viewers: this.#viewers, who, request };
      return await route.answer(call, { path, query: queryOf(query), body });
    } finally {
      response.off('close', left);
      controls.callEnds(who);
    }
  }

  #refuse(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    if (response.headersSent || response.destroyed) {
      // A stream that broke off: its reader sees that it is not complete.
      response.destroy();
      return;
    }
    const record = toErrorRecord(error);
    if (record.kind === 'bug') this.#options.log(`${record.message}\n${String(record.data['stack'] ?? '')}\n`);
    const status = statusOf(record);
    const answer = jsonAnswer(status, this.#tellError(record));
    const headers = {
      ...answer.headers,
      ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
      ...(status === 429 ? { 'retry-after': '1' } : {}),
      ...(error instanceof MethodNotAllowed ? { allow: error.allowed.join(', ') } : {}),
      // What has not been read of the request is not waited for.
      ...(bodyIsComing(request) ? { connection: 'close' } : {}),
    };
    sendAnswer(response, { ...answer, headers }, request.method !== 'HEAD');
  }
}
