import { superviseEngine } from '../../host/engine/supervisor.ts';
import { EXIT } from '../exitCodes.ts';
import { columns, printJson } from '../output.ts';

/** `ampbench devices`: what the drivers of this machine list now. */
export async function runDevices({ json }: { json: boolean }): Promise<number> {
  const engine = superviseEngine();
  try {
    const drivers = await engine.devices();
    if (json) {
      printJson({ drivers });
      return EXIT.pass;
    }
    for (const { driver, version, hostApis, devices } of drivers) {
      process.stdout.write(`${driver}: ${version}; host APIs: ${hostApis.join(', ') || 'none'}\n`);
      if (devices.length === 0) {
        process.stdout.write('no audio device; the simulated bench needs none: ampbench rig list\n');
        continue;
      }
      const rows = devices.map((device) => [
        String(device.index),
        device.name,
        device.hostApi,
        String(device.maxInputChannels),
        String(device.maxOutputChannels),
        `${device.defaultSampleRateHz} Hz`,
      ]);
      process.stdout.write(columns([['#', 'device', 'host API', 'in', 'out', 'default rate'], ...rows]));
    }
    return EXIT.pass;
  } finally {
    await engine.close();
  }
}
