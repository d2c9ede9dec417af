import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { AmpbenchError } from '../../../core/errors.ts';
import { base64Of, engineThatHears, heardThroughCable, openQa40x, type TestServer } from './qa40xBench.ts';

/** Resolves when asked to. */
function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

describe('acquisitions of the QA40x interface', () => {
  let server: TestServer;
  afterEach(() => server.close());

  const until = async (isTrue: () => boolean | Promise<boolean>): Promise<void> => {
    while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  it('readings are refused before the first one, with 409', async () => {
    server = await openQa40x({ engine: engineThatHears() });
    for (const path of ['/ThdDb/1000/20000', '/RmsDbv/20/20000', '/Data/Time/Input', '/Graph/Frequency/In/0']) {
      const { status, reason, body } = await server.call('GET', path);
      expect([status, reason]).toEqual([409, expect.stringContaining('nothing was acquired yet')]);
      expect(body.toString()).toMatch(/^{"SessionId":"\d+"}$/);
    }
  });

  it('the session stays until the next acquisition ends', async () => {
    server = await openQa40x({ engine: engineThatHears() });
    const session = async (verb: string, path: string): Promise<string> => (await server.fields(verb, path)).SessionId;
    const first = await session('GET', '/Status/Version');
    expect(await session('PUT', '/Settings/BufferSize/1024')).toBe(first);
    const second = await session('POST', '/Acquisition');
    expect(second).not.toBe(first);
    expect(await session('GET', '/RmsDbv/20/20000')).toBe(second);
    expect(await session('POST', '/Acquisition')).not.toBe(second);
  });

  it('one at a time: another is refused while one plays, and settings count for the next', async () => {
    const playing = gate();
    const engine = engineThatHears(async (request) => {
      await playing.opened;
      return heardThroughCable(request);
    });
    server = await openQa40x({ engine });
    const first = server.call('POST', '/Acquisition');
    await until(() => engine.requests.length === 1);
    expect(await server.fields('GET', '/AcquisitionBusy')).toMatchObject({ Value: 'True' });
    expect((await server.fields('GET', '/Status/Connection')).Value).toBe('True');
    for (const path of ['/Acquisition', '/AcquisitionAsync']) {
      const { status, reason } = await server.call('POST', path);
      expect([status, reason]).toEqual([400, expect.stringContaining('one plays at a time')]);
    }
    await server.fields('PUT', '/Settings/BufferSize/1024');
    playing.open();
    expect((await first).status).toBe(200);
    const { Left } = await server.fields('GET', '/Data/Time/Input');
    expect(Buffer.from(Left, 'base64')).toHaveLength(8 * 32_768);
    expect(engine.requests).toHaveLength(1);
  });

  it('the asynchronous one answers at once, ignores a body, and is over when Busy says so', async () => {
    const playing = gate();
    const engine = engineThatHears(async (request) => {
      await playing.opened;
      return heardThroughCable(request);
    });
    server = await openQa40x({ engine });
    await server.fields('PUT', '/Settings/BufferSize/1024');
    await server.fields('POST', '/AcquisitionAsync', { body: '{"Left":"AAAA","Right":"AAAA"}' });
    expect((await server.fields('GET', '/AcquisitionBusy')).Value).toBe('True');
    playing.open();
    await until(async () => (await server.fields('GET', '/AcquisitionBusy')).Value === 'False');
    expect((await server.call('GET', '/RmsDbv/100/20000')).status).toBe(200);
  });

  it('what fails is told: in the status line of a blocking one, by the readings after an asynchronous one', async () => {
    const engine = engineThatHears(() => {
      throw new AmpbenchError('safety', 'output-over-limit', 'too loud − by far');
    });
    server = await openQa40x({ engine });
    const { status, reason } = await server.call('POST', '/Acquisition');
    expect([status, reason]).toEqual([400, 'too loud - by far']);
    await server.fields('POST', '/AcquisitionAsync');
    await until(async () => (await server.fields('GET', '/AcquisitionBusy')).Value === 'False');
    const reading = await server.call('GET', '/RmsDbv/20/20000');
    expect([reading.status, reading.reason]).toEqual([409, expect.stringContaining('too loud')]);
  });

  it('an old capture is never read for one that failed', async () => {
    let fails = false;
    const engine = engineThatHears((request) => {
      if (fails) throw new AmpbenchError('device', 'capture-damaged', 'the input clips');
      return heardThroughCable(request);
    });
    server = await openQa40x({ engine });
    await server.fields('POST', '/Acquisition');
    fails = true;
    expect((await server.call('POST', '/Acquisition')).status).toBe(400);
    expect((await server.call('GET', '/RmsDbv/20/20000')).status).toBe(409);
  });

  it('a mistake of ours is a 500 and says no more than its message', async () => {
    const engine = engineThatHears(() => {
      throw new Error('oops');
    });
    server = await openQa40x({ engine });
    const { status, reason, body } = await server.call('POST', '/Acquisition');
    expect([status, reason]).toEqual([500, 'oops']);
    expect(body.toString()).not.toContain('at ');
  });

  it('what plays for a client that is gone is faded', async () => {
    const playing = gate();
    const engine = engineThatHears(async () => {
      await playing.opened;
      throw new AmpbenchError('cancelled', 'run-cancelled', 'stopped');
    });
    server = await openQa40x({ engine });
    const client = connect(server.port, '127.0.0.1');
    client.write(`POST /Acquisition HTTP/1.1\r\nHost: localhost:${server.port}\r\nContent-Length: 0\r\n\r\n`);
    await until(() => engine.requests.length === 1);
    expect(engine.cancels).toBe(0);
    client.destroy();
    await until(() => engine.cancels === 1);
    playing.open();
    await until(async () => (await server.fields('GET', '/AcquisitionBusy')).Value === 'False');
  });

  it('the client of a refused acquisition does not stop that of another when it goes', async () => {
    const playing = gate();
    const engine = engineThatHears(async (request) => {
      await playing.opened;
      return heardThroughCable(request);
    });
    server = await openQa40x({ engine });
    const first = server.call('POST', '/Acquisition');
    await until(() => engine.requests.length === 1);
    for (const sent of ['12', '']) {
      const other = connect(server.port, '127.0.0.1');
      other.write(
        `POST /Acquisition HTTP/1.1\r\nHost: localhost:${server.port}\r\nContent-Length: ${2 * sent.length}\r\n\r\n${sent}`,
      );
      await new Promise((resolve) => setTimeout(resolve, 20));
      other.destroy();
    }
    expect((await server.call('POST', '/Acquisition')).status).toBe(400);
    expect(engine.cancels).toBe(0);
    playing.open();
    expect((await first).status).toBe(200);
  });

  it('closing the server fades what plays', async () => {
    const engine = engineThatHears();
    server = await openQa40x({ engine });
    await server.close();
    expect(engine.cancels).toBe(1);
    server = await openQa40x({ engine });
  });

  const samples = base64Of(new Float64Array(1024));
  it.each([
    ['no JSON', '{', 'the body is no JSON'],
    ['a list', '[1]', 'must be a JSON object'],
    ['a number', '7', 'must be a JSON object'],
    ['one channel', JSON.stringify({ Left: samples }), 'Right must be a text'],
    ['a channel of numbers', JSON.stringify({ Left: [0], Right: [0] }), 'Left must be a text'],
    ['what is no base64', JSON.stringify({ Left: '*'.repeat(16), Right: samples }), 'Left must be the base64'],
    ['base64 with line breaks', JSON.stringify({ Left: `${samples}\n`, Right: samples }), 'Left must be the base64'],
    ['half a double', JSON.stringify({ Left: 'AAAAAAA=', Right: samples }), '8 bytes each'],
    [
      'another length than the buffer',
      JSON.stringify({ Left: samples, Right: base64Of(new Float64Array(1023)) }),
      'Right holds 1023 values but must hold 1024',
    ],
    [
      'a value that is no number',
      JSON.stringify({ Left: base64Of(new Float64Array(1024).fill(NaN)), Right: samples }),
      'value 0 of Left is NaN',
    ],
    [
      'an endless value',
      JSON.stringify({ Left: samples, Right: base64Of(new Float64Array(1024).fill(Infinity)) }),
      'value 0 of Right is Infinity',
    ],
  ])('a body with %s plays nothing', async (_, body, reason) => {
    const engine = engineThatHears();
    server = await openQa40x({ engine });
    await server.fields('PUT', '/Settings/BufferSize/1024');
    const reply = await server.call('POST', '/Acquisition', { body });
    expect([reply.status, reply.reason]).toEqual([400, expect.stringContaining(reason)]);
    expect(engine.requests).toEqual([]);
  });

  it.each([
    ['a tone above half the rate', ['AudioGen/Gen1/On/30000/-10'], 'must be below 24000'],
    ['a chirp that does not fit', ['OutputSource/ExpoChirp', 'BufferSize/1024'], 'ExpoChirp needs'],
    ['a user signal that is not there', ['OutputSource/User'], 'the body of the acquisition is empty'],
  ])('%s is refused when it is to play', async (_, settings, reason) => {
    const engine = engineThatHears();
    server = await openQa40x({ engine });
    for (const setting of settings) await server.fields('PUT', `/Settings/${setting}`);
    for (const path of ['/Acquisition', '/AcquisitionAsync']) {
      const reply = await server.call('POST', path);
      expect([reply.status, reply.reason]).toEqual([400, expect.stringContaining(reason)]);
    }
    expect(engine.requests).toEqual([]);
  });
});
