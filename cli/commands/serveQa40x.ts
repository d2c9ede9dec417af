import type { SupervisedEngine } from '../../host/engine/supervisor.ts';
import { startQa40xServer, type Qa40xServer } from '../../host/qa40x/startQa40xServer.ts';
import { numberOption } from '../options/measureOptions.ts';
import { readQa40xOptions, type Qa40xOptions } from '../options/qa40xOptions.ts';
import { rigReference } from '../references.ts';

/** Opens the port that programs for QA40x analyzers call, where it was asked for, and says what that means. */
export async function serveQa40x(engine: SupervisedEngine, given: Qa40xOptions): Promise<Qa40xServer | null> {
  const options = readQa40xOptions(given);
  if (options === null) return null;
  const isLoopback = options.loopback === true;
  const { rig } = await engine.readRig(await rigReference(options.rig));
  const server = await startQa40xServer({
    engine,
    rig,
    path: isLoopback ? 'loopback' : 'dut',
    loadOhms: numberOption('--load', options.load, 0) ?? null,
    port: options.qa40xPort,
    origins: options.qa40xOrigin ?? [],
    filesDir: options.qa40xFiles ?? null,
  });
  const wired = isLoopback ? 'in loopback' : 'through the DUT';
  process.stderr.write(
    `QA40x interface at http://localhost:${server.port}, on ${rig.name}, ${wired}\n` +
      'it knows no token: while this runs, every program on this machine may play through it\n',
  );
  return server;
}
