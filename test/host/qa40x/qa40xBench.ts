import { request, type IncomingHttpHeaders } from 'node:http';
import { createSimulatedBench } from '../../../core/simulate/bench.ts';
import type { AcquisitionRequest } from '../../../electron/ipc/acquisition.ts';
import { startQa40xServer, type Qa40xServerOptions } from '../../../host/qa40x/startQa40xServer.ts';

export const { rig } = createSimulatedBench('sim:usb-192/hpa-1', { seed: 1 });

type TestEngine = Qa40xServerOptions['engine'];

/** What an engine records of a stimulus: the part that is wanted, as the analyzer would hear it through a cable. */
export const heardThroughCable = ({ stimulus }: AcquisitionRequest): Float64Array[] =>
  stimulus.channels.map((samples) => samples.slice(stimulus.leadFrames, stimulus.leadFrames + stimulus.frames));

/** An engine that plays nothing and hears what `hear` makes of each request. */
export function engineThatHears(
  hear: (request: AcquisitionRequest) => Float64Array[] | Promise<Float64Array[]> = heardThroughCable,
): TestEngine & { readonly requests: AcquisitionRequest[]; cancels: number } {
  const requests: AcquisitionRequest[] = [];
  const engine = {
    requests,
    cancels: 0,
    acquire: async (asked: AcquisitionRequest) => {
      requests.push(asked);
      return hear(asked);
    },
    cancelAcquisition: () => {
      engine.cancels += 1;
      return Promise.resolve();
    },
    testRates: () =>
      Promise.resolve(
        [44_100, 48_000, 96_000, 192_000, 384_000].map((sampleRateHz) => ({
          sampleRateHz,
          refusal: sampleRateHz > 192_000 ? 'too fast' : null,
        })),
      ),
    rigDevices: () =>
      Promise.resolve({
        driver: 'test',
        version: '1',
        hostApis: ['Test'],
        devices: [
          {
            index: 0,
            name: rig.outputDevice,
            hostApi: 'Test',
            maxInputChannels: 2,
            maxOutputChannels: 2,
            defaultSampleRateHz: 48_000,
          },
        ],
      }),
  };
  return engine;
}

export interface TestReply {
  readonly status: number;
  readonly reason: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface CallOptions {
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  readonly address?: '127.0.0.1' | '::1';
}

export interface TestServer {
  readonly port: number;
  call(verb: string, path: string, options?: CallOptions): Promise<TestReply>;
  /** The fields of a call that must succeed. */
  fields(verb: string, path: string, options?: CallOptions): Promise<Record<string, string>>;
  close(): Promise<void>;
}

/** The interface on a free port. */
export async function openQa40x(
  options: Partial<Qa40xServerOptions> & { readonly engine: TestEngine },
): Promise<TestServer> {
  const server = await startQa40xServer({
    rig,
    path: 'loopback',
    loadOhms: null,
    port: 0,
    origins: [],
    filesDir: null,
    ...options,
  });
  const { port } = server;
  const call: TestServer['call'] = (verb, path, { body = '', headers = {}, address = '127.0.0.1' } = {}) =>
    new Promise((resolve, reject) => {
      const asked = request(
        {
          host: address,
          port,
          path,
          method: verb,
          headers: { host: `localhost:${port}`, 'content-length': Buffer.byteLength(body), ...headers },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => {
            const { statusCode = 0, statusMessage = '', headers: received } = response;
            resolve({ status: statusCode, reason: statusMessage, headers: received, body: Buffer.concat(chunks) });
          });
        },
      );
      asked.on('error', reject);
      asked.end(body);
    });
  return {
    port,
    call,
    fields: async (verb, path, asked) => {
      const { status, reason, body } = await call(verb, path, asked);
      if (status !== 200) throw new Error(`${verb} ${path}: ${status} ${reason}`);
      return JSON.parse(body.toString()) as Record<string, string>;
    },
    close: () => server.close(),
  };
}

/** Doubles as they travel. */
export const base64Of = (samples: Float64Array): string => Buffer.from(samples.buffer).toString('base64');

/** What travelled as doubles. */
export function doublesOf(text: string): Float64Array {
  const bytes = Buffer.from(text, 'base64');
  return Float64Array.from({ length: bytes.length / 8 }, (_, index) => bytes.readDoubleLE(8 * index));
}

/** The interface over a device, after one acquisition with these settings. */
export async function acquireThrough(
  device: (samples: Float64Array, channel: number) => Float64Array,
  settings: readonly string[] = ['AudioGen/Gen1/On/1000/-10'],
): Promise<{ readonly server: TestServer; readonly heard: readonly Float64Array[] }> {
  let heard: Float64Array[] = [];
  const engine = engineThatHears((request) => {
    heard = heardThroughCable(request).map(device);
    return heard;
  });
  const server = await openQa40x({ engine });
  for (const setting of settings) await server.fields('PUT', `/Settings/${setting}`);
  await server.fields('POST', '/Acquisition');
  return { server, heard };
}

/** Both channels of a reading. */
export async function readPair(server: TestServer, path: string): Promise<readonly [number, number]> {
  const { Left, Right } = await server.fields('GET', path);
  return [Number(Left), Number(Right)];
}
