import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dbFromRatio } from '../../../core/units/decibel.ts';
import { expectClose } from '../../expectClose.ts';
import { doublesOf, engineThatHears, heardThroughCable, openQa40x, type TestServer } from './qa40xBench.ts';

/** The device under test of these sessions: 6 dB of gain and a second harmonic of 0.1 % at 1 V peak. */
const SECOND = 1e-3;
const device = (samples: Float64Array): Float64Array => samples.map((x) => 2 * x + SECOND * 2 * x * x);
const EXACT = { within: 1e-4, unit: 'dB', because: 'the harmonic adds 1e-7 of the power' };
const PAGE_ORIGIN = 'null';

const isText = (value: unknown): value is string => typeof value === 'string';

describe('programs written for QA40x analyzers', () => {
  let server: TestServer;
  let engine: ReturnType<typeof engineThatHears>;

  beforeEach(async () => {
    engine = engineThatHears((request) => heardThroughCable(request).map(device));
    server = await openQa40x({ engine, origins: [PAGE_ORIGIN] });
  });
  afterEach(() => server.close());

  /** A reply as a client reads it that takes JSON for a map of texts to texts and fails on any other status than 2xx. */
  async function strictCall(verb: string, path: string, body = '', headers: Record<string, string> = {}) {
    const { status, reason, body: received } = await server.call(verb, path, { body, headers });
    if (status < 200 || status > 299) throw new Error(reason);
    const fields = JSON.parse(received.toString()) as Record<string, unknown>;
    for (const [name, value] of Object.entries(fields)) if (!isText(value)) throw new Error(`${name} is no text`);
    return fields as Record<string, string>;
  }

  it('a test runner: connection, version, defaults, one capture, its picture and a reading for each test', async () => {
    const accept: string[] = [];
    const get = (path: string) => {
      // Its Accept header grows with every reading
      accept.push('application/json');
      return strictCall('GET', path, '', { accept: accept.join(', ') });
    };
    const put = (path: string) => strictCall('PUT', path, '{{}}', { 'content-type': 'application/json' });
    for (let test = 0; test < 3; test++) {
      expect((await get('/Status/Connection')).Value.toLowerCase()).toBe('true');
      expect(Number((await get('/Status/Version')).Value)).toBeGreaterThanOrEqual(1.154);
      await put('/Settings/Default');
      await put('/Settings/BufferSize/32768');
      await put('/Settings/Muting/MuteNone');
      await put('/Settings/Title/Gain%20at%201%20kHz');
      await put('/Settings/Input/Max/24');
      await put('/Settings/AudioGen/Gen1/On/1000/-10');
      await put('/Settings/AudioGen/Gen2/Off/1000/-10');
      await strictCall('POST', '/Acquisition', '', { 'content-type': 'application/json' });
      const { Left, Right } = await get('/PeakDbv/990/1010');
      expectClose(Number(Left), -10 + dbFromRatio(2), EXACT);
      expectClose(Number(Right), -10 + dbFromRatio(2), EXACT);
    }
    expect((await server.call('GET', '/Graph/Frequency/In/0')).headers['content-type']).toBe('image/png');
  });

  it('a test program of every call, on a machine that writes decimal commas', async () => {
    for (const setting of [
      'Default',
      'BufferSize/32768',
      'SampleRate/48000',
      'Input/Max/18',
      'Windowing/Hann',
      'Weighting/None',
      'AudioGen/Gen1/On/1000/-10,5',
      'OutputSource/Sine',
      'NoiseGen/-20,5',
      'ExpoChirpGen/-10/0,1/48/False',
      'I2sGen/Off',
      'IdleGen/Off',
    ])
      await strictCall('PUT', `/Settings/${setting}`, '{{}}', { 'content-type': 'application/json' });
    await strictCall('POST', '/AcquisitionAsync');
    while ((await strictCall('GET', '/AcquisitionBusy')).Value !== 'False');
    const [peak] = [Number((await strictCall('GET', '/PeakDbv/990/1010')).Left)];
    expectClose(peak, -10.5 + dbFromRatio(2), EXACT);
    const time = await strictCall('GET', '/Data/Time/Input');
    expect(doublesOf(time.Left)).toHaveLength(32_768);
    await expect(strictCall('PUT', '/Settings/BufferSize/30000')).rejects.toThrow('must be one of 1024');
  });

  it('its sweep in steps with a small buffer: a number at every frequency, eight cycles of 50 Hz among them', async () => {
    await strictCall('PUT', '/Settings/BufferSize/8192');
    await strictCall('PUT', '/Settings/Input/Max/6');
    for (const hz of [50, 100, 1000, 10_000]) {
      await strictCall('PUT', `/Settings/AudioGen/Gen1/On/${hz}/-2`);
      await strictCall('POST', '/Acquisition');
      const level = await strictCall('GET', '/RmsDbv/20/22000');
      expectClose(Number(level.Left), -2 + dbFromRatio(2), { ...EXACT, within: 1e-3 });
      const thd = await strictCall('GET', `/ThdDb/${hz}/22000`);
      const lines = {
        within: 0.05,
        unit: 'dB',
        because: 'at 50 Hz the flat top’s sidelobes are 25 dB under the harmonic',
      };
      expectClose(Number(thd.Left), dbFromRatio((SECOND * Math.SQRT2) / 2) - 2, lines);
    }
  });

  it('one connection for a whole session, byte for byte as a Windows program sends it', async () => {
    const socket = connect(server.port, '127.0.0.1');
    const host = `Host: localhost:${server.port}\r\n`;
    const next = (): Promise<string> =>
      new Promise((resolve) => {
        socket.once('data', (chunk: Buffer) => {
          resolve(chunk.toString());
        });
      });
    const json = 'Content-Type: application/json; charset=utf-8\r\n';
    const replies: string[] = [];
    for (const asked of [
      `GET /Status/Connection HTTP/1.1\r\n${host}\r\n`,
      `PUT /Settings/BufferSize/2048 HTTP/1.1\r\n${host}${json}Content-Length: 4\r\n\r\n{{}}`,
      `POST /Acquisition HTTP/1.1\r\n${host}${json}Content-Length: 0\r\n\r\n`,
      `GET /AcquisitionBusy HTTP/1.1\r\n${host}\r\n`,
      `GET /RmsDbv/40000/50000 HTTP/1.1\r\n${host}\r\n`,
    ]) {
      socket.write(asked);
      replies.push(await next());
    }
    socket.destroy();
    expect(replies.slice(0, 4).every((reply) => reply.startsWith('HTTP/1.1 200 OK\r\n'))).toBe(true);
    expect(replies[3]).toMatch(/{"SessionId":"\d+","Value":"False"}$/);
    expect(replies[4]).toMatch(/^HTTP\/1.1 400 no bin lies from 40000 Hz.*\r\n[^{]*{"SessionId":"\d+"}$/);
  });

  /** What a browser lets a page of `PAGE_ORIGIN` do: ask before a PUT, and show it only answers that name its origin. */
  async function pageFetch(path: string, verb = 'GET', expectedStatus = 200): Promise<Record<string, string>> {
    const headers = { origin: PAGE_ORIGIN };
    if (verb === 'PUT') {
      const asked = await server.call('OPTIONS', path, {
        headers: { ...headers, 'access-control-request-method': verb },
      });
      const allowed = asked.headers['access-control-allow-methods'] ?? '';
      if (asked.status < 200 || asked.status > 299 || !allowed.includes(verb)) throw new Error('blocked by preflight');
      if (asked.headers['access-control-allow-origin'] !== PAGE_ORIGIN) throw new Error('blocked by preflight');
    }
    const { status, headers: received, body } = await server.call(verb, path, { headers });
    if (received['access-control-allow-origin'] !== PAGE_ORIGIN) throw new Error('blocked');
    // The pages take 200 for success, and nothing else
    expect(status, path).toBe(expectedStatus);
    return JSON.parse(body.toString()) as Record<string, string>;
  }

  it('a page that sets all at once, acquires and reads all at once, then sweeps', async () => {
    expect(Number((await pageFetch('/Status/Version')).Value)).toBeGreaterThanOrEqual(0.999);
    const set = ['BufferSize/32768', 'Input/Max/42', 'AudioGen/Gen1/On/1000/0', 'AudioGen/Gen2/Off/4500/-40'];
    set.push('OutputSource/Sine', 'Windowing/Hann', 'SampleRate/48000');
    await Promise.all(set.map((setting) => pageFetch(`/Settings/${setting}`, 'PUT')));
    await pageFetch('/Acquisition', 'POST');
    const readings = ['ThdDb/1000/20000', 'ThdPct/1000/20000', 'ThdnDb/1000/20/20000', 'ThdnPct/1000/20/20000'];
    readings.push(
      'SnrDb/1000/20/20000',
      'RmsDbv/20/20000',
      'PeakDbv/20/20000',
      'Data/Frequency/Input',
      'Data/Time/Input',
    );
    const [thd, , thdn, , , rms, peak, spectrum] = await Promise.all(readings.map((path) => pageFetch(`/${path}`)));
    // 2x + 2a x² of a peak of √2: a/√2 of second harmonic
    const second = dbFromRatio((SECOND * Math.SQRT2) / 2);
    const lines = { within: 1e-3, unit: 'dB', because: 'the lines end 30 Hz beside their centres' };
    expectClose(Number(thd.Left), second, lines);
    expectClose(Number(thdn.Left), second, lines);
    expectClose(Number(rms.Right), dbFromRatio(2), EXACT);
    expectClose(Number(peak.Right), dbFromRatio(2), EXACT);
    expect(doublesOf(spectrum.Left)).toHaveLength(16_384);
    for (const hz of [100, 1000, 9000]) {
      await pageFetch(`/Settings/AudioGen/Gen1/On/${hz}/-20`, 'PUT');
      await pageFetch('/Acquisition', 'POST');
      const step = [`ThdDb/${hz}/20000`, `ThdnDb/${hz}/20/20000`, `SnrDb/${hz}/20/20000`, 'RmsDbv/20/20000'];
      const [stepThd, , , stepRms] = await Promise.all(step.map((path) => pageFetch(`/${path}`)));
      expectClose(Number(stepThd.Left), second - 20, lines);
      expectClose(Number(stepRms.Left), -20 + dbFromRatio(2), EXACT);
    }
  });

  it('a page that reads before it acquired sees an error, not a blocked call', async () => {
    expect(await pageFetch('/ThdDb/1000/20000', 'GET', 409)).toEqual({ SessionId: expect.any(String) as unknown });
  });

  it('a Python script of the standard library: levels, a chirp of its own, a size that is none', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ampbench-python-'));
    const script = join(folder, 'session.py');
    writeFileSync(
      script,
      `
import base64, json, struct, sys, urllib.error, urllib.request
root = sys.argv[1]
def call(verb, path, data=b''):
    asked = urllib.request.Request(root + path, data=data if verb != 'GET' else None, method=verb)
    try:
        with urllib.request.urlopen(asked) as reply: return json.load(reply)
    except urllib.error.HTTPError as refused: return json.load(refused)
call('PUT', '/Settings/BufferSize/65536')
call('PUT', '/Settings/SampleRate/48000')
call('PUT', '/Settings/AudioGen/Gen1/On/1000/-20')
call('POST', '/Acquisition')
level = float(call('GET', '/RmsDbv/20/20000')['Left'])
# Not a power of two: refused, and the script goes on
session = call('PUT', '/Settings/BufferSize/196608')['SessionId']
call('PUT', '/Settings/BufferSize/4096')
played = [0.0] * 4096
played[10] = 0.5
text = base64.b64encode(struct.pack('<4096d', *played)).decode()
call('POST', '/Acquisition', json.dumps({'Left': text, 'Right': text}).encode())
data = call('GET', '//Data/Time/Input')
heard = struct.unpack('<4096d', base64.b64decode(data['Left']))
sent = call('GET', '/Data/Time/Output')
same = struct.unpack('<4096d', base64.b64decode(sent['Right'])) == tuple(played)
print(json.dumps([level, session.isdigit(), heard.index(max(heard)), max(heard), float(data['Dx']), same]))
`,
    );
    try {
      const { stdout } = await promisify(execFile)('python3', [script, `http://localhost:${server.port}`]);
      const [level, hasSession, place, peak, step, same] = JSON.parse(stdout) as [
        number,
        boolean,
        number,
        number,
        number,
        boolean,
      ];
      expectClose(level, -20 + dbFromRatio(2), EXACT);
      expect([hasSession, place, step, same]).toEqual([true, 10, 1 / 48_000, true]);
      expectClose(peak, 1 + SECOND / 2, { within: 1e-12, unit: 'V', because: 'rounding' });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('the root is a JSON object for a program and the reference for a browser', async () => {
    const program = await strictCall('GET', '/', '', { accept: '*/*' });
    expect(program.Value).toContain('POST /Acquisition');
    const { headers, body } = await server.call('GET', '/', { headers: { accept: 'text/html,application/xhtml+xml' } });
    expect(headers['content-type']).toContain('text/html');
    expect(body.toString()).toContain('/Settings/BufferSize/{frames}');
  });
});
