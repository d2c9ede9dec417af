import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApiEvent } from '../../../../host/server/api/apiEvents.ts';
import { EventHistory } from '../../../../host/server/api/eventHistory.ts';
import { EventViewers } from '../../../../host/server/api/eventViewers.ts';
import { readEvents, type ToldEvent } from './apiBench.ts';

const note = (index: number, text = ''): ApiEvent => ({ type: 'note', stepId: `s${index}`, text, decided: [] });
const started: ApiEvent = { type: 'engine-restarted', restartCount: 1, reason: 'x' };

describe('the history of events', () => {
  const textOf = (history: EventHistory, number: number): string | null | undefined => {
    const event = history.at(number);
    return event && /"stepId":"(\w+)"/u.exec(event.text)?.[1];
  };

  it('keeps the latest only: by their number, or by their length', () => {
    for (const limits of [
      { events: 3, characters: 1e6 },
      { events: 1e6, characters: 3500 },
    ]) {
      const history = new EventHistory(limits);
      for (let index = 0; index < 10; index++) history.add(note(index, 'x'.repeat(900)), false);
      expect([6, 7, 9, 10].map((number) => textOf(history, number))).toEqual([undefined, 's7', 's9', null]);
      expect(history.runStart).toBe(7);
    }
  });

  it('keeps the one that has just come, however long it is', () => {
    const history = new EventHistory({ events: 10, characters: 100 });
    for (let index = 0; index < 3; index++) history.add(note(index, 'x'.repeat(1000)), false);
    expect([1, 2, 3].map((number) => textOf(history, number))).toEqual([undefined, 's2', null]);
  });

  it('finds the event after an id, and says where it cannot', () => {
    const history = new EventHistory({ events: 3, characters: 1e6 });
    for (let index = 0; index < 5; index++) history.add(note(index), false);
    const idOf = (number: number): string => /^id: (.*)$/mu.exec(history.at(number)!.text)![1];
    expect([2, 3, 4].map((number) => history.after(idOf(number)))).toEqual([3, 4, 5]);
    // The event after the first one that has gone is still there; those before are not
    const epoch = idOf(4).split('-')[0];
    expect(history.after(`${epoch}-1`)).toBe(2);
    for (const id of [`${epoch}-0`, `${epoch}-5`, `${epoch}-`, epoch, '', '4', `${'0'.repeat(12)}-4`, `${epoch}-1e1`])
      expect(history.after(id), id).toBeNull();
  });
});

describe('viewers of the events', () => {
  let server: Server;
  let viewers: EventViewers;
  let port: number;
  const sockets: Socket[] = [];

  async function serve(options: ConstructorParameters<typeof EventViewers>[0]): Promise<void> {
    viewers = new EventViewers(options);
    server = createServer((request, response) => {
      try {
        viewers.open(response, {}, request.headers['last-event-id']?.toString());
      } catch {
        response.writeHead(429).end();
      }
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
  }
  beforeEach(() => serve({}));
  afterEach(async () => {
    viewers.close();
    for (const socket of sockets.splice(0)) socket.destroy();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  const open = async (headers: Record<string, string> = {}): Promise<AsyncGenerator<ToldEvent>> =>
    readEvents(await fetch(`http://127.0.0.1:${port}/`, { headers }));
  async function take(events: AsyncGenerator<ToldEvent>, count: number): Promise<ToldEvent[]> {
    const taken: ToldEvent[] = [];
    while (taken.length < count) {
      const next: IteratorResult<ToldEvent, unknown> = await events.next();
      if (next.done === true) break;
      taken.push(next.value);
    }
    return taken;
  }
  const steps = (events: readonly ToldEvent[]): unknown[] =>
    events.map(({ event, data }) => (event === 'note' ? (data as { stepId: string }).stepId : event));

  /** A viewer that asks and then reads nothing. */
  async function openStalled(): Promise<Socket> {
    const socket = connect(port, '127.0.0.1');
    sockets.push(socket);
    await once(socket, 'connect');
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(socket, 'data');
    socket.pause();
    return socket;
  }

  it('begin with the current run, and go on after the last event they had', async () => {
    viewers.tell(note(0));
    viewers.tell({ type: 'live-started', rig: {} as never, simulated: true });
    for (let index = 1; index < 4; index++) viewers.tell(note(index));
    // The data of the rig is of no interest here
    const whole = await (await fetch(`http://127.0.0.1:${port}/`)).body!.getReader().read();
    expect(new TextDecoder().decode(whole.value)).not.toContain('"s0"');
    const text = new TextDecoder().decode(whole.value);
    const [id] = /(?<=id: ).*(?=\nevent: note\ndata: .*"s1")/u.exec(text) ?? [''];
    const resumed = await open({ 'last-event-id': id });
    expect(steps(await take(resumed, 2))).toEqual(['s2', 's3']);
    viewers.tell(note(4));
    expect(steps(await take(resumed, 1))).toEqual(['s4']);
  });

  it('are told when events were missed', async () => {
    viewers.tell(note(0));
    const events = await open({ 'last-event-id': 'of-another-day' });
    expect(steps(await take(events, 2))).toEqual(['events-missed', 's0']);
  });

  it('are told of progress as it is, and it moves no place', async () => {
    const events = await open();
    viewers.tell(note(0));
    viewers.tell({ type: 'take-progress', takeId: 't', framesDone: 1, framesTotal: 2 });
    viewers.tell(note(1));
    const taken = await take(events, 3);
    expect(taken.map(({ event, id }) => [event, id === null])).toEqual([
      ['note', false],
      ['take-progress', true],
      ['note', false],
    ]);
  });

  it('that do not read hold nothing but their place, delay nobody, and are told why they are closed', async () => {
    viewers.close();
    server.close();
    await serve({ history: new EventHistory({ events: 20, characters: 1e9 }) });
    const quick = await open();
    const slow = await openStalled();
    const long = 'x'.repeat(250_000);
    // More than the kernel and Node take for a connection that stands still, far more than the history keeps
    for (let index = 0; index < 80; index++) {
      viewers.tell(note(index, long));
      expect(steps(await take(quick, 1))).toEqual([`s${index}`]);
    }
    let tail = '';
    let length = 0;
    slow.on('data', (piece: Buffer) => {
      length += piece.length;
      tail = (tail + piece.toString('latin1')).slice(-200);
    });
    slow.resume();
    await once(slow, 'close');
    expect(tail).toContain('event: closed\ndata: {"reason":"too-slow"}');
    // What was sent to it: what the kernel had taken, and nothing that was kept for it alone
    expect(length).toBeLessThan(20e6);
  });

  it('that take nothing for long are cut off', async () => {
    viewers.close();
    server.close();
    await serve({ heartbeatMs: 20, stallLimitMs: 100 });
    const slow = await openStalled();
    for (let index = 0; index < 20; index++) viewers.tell(note(index, 'x'.repeat(1_000_000)));
    const connections = (): Promise<number> =>
      new Promise((resolve) => {
        server.getConnections((_, count) => {
          resolve(count);
        });
      });
    await expect.poll(connections).toBe(0);
    slow.destroy();
  });

  it('are 100 at most', async () => {
    const opened = await Promise.all(Array.from({ length: 101 }, () => fetch(`http://127.0.0.1:${port}/`)));
    expect(opened.filter(({ status }) => status === 200)).toHaveLength(100);
    expect(opened.filter(({ status }) => status === 429)).toHaveLength(1);
    viewers.tell(started);
    // One that goes makes room
    await opened.find(({ status }) => status === 200)!.body!.cancel();
    await expect.poll(async () => (await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
  });

  it('hear a beat while nothing happens', async () => {
    viewers.close();
    server.close();
    await serve({ heartbeatMs: 10 });
    const reader = (await fetch(`http://127.0.0.1:${port}/`)).body!.getReader();
    let text = '';
    while (!text.includes(': still here\n\n: still here\n\n'))
      text += new TextDecoder().decode((await reader.read()).value);
    await reader.cancel();
  });
});
