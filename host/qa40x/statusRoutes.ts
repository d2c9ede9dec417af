import { AmpbenchError } from '../../core/errors.ts';
import { findDevices } from '../audio/findDevice.ts';
import { devicesOf } from '../audio/rigStream.ts';
import type { Qa40xAnalyzer } from './analyzer.ts';
import type { Route } from './route.ts';

/** The interface's version that these calls are those of. */
const INTERFACE_VERSION = '1.220';

/** The rig's devices are there. */
async function isConnected({ isBusy, bench: { engine, rig } }: Qa40xAnalyzer): Promise<boolean> {
  if (isBusy) return true;
  const list = await engine.rigDevices({ kind: 'given', rig });
  const { sampleRateHz, format } = rig;
  try {
    findDevices(list, {
      ...devicesOf(rig, 'analogue'),
      sampleRateHz,
      format,
      outputChannelCount: Math.max(...rig.channels.map(({ outputChannel }) => outputChannel)),
      inputChannelCount: Math.max(...rig.channels.map(({ inputChannel }) => inputChannel)),
    });
    return true;
  } catch (error) {
    if (error instanceof AmpbenchError && error.kind === 'device') return false;
    throw error;
  }
}

export const STATUS_ROUTES: readonly Route[] = [
  {
    verb: 'GET',
    path: '/Status/Version',
    about: 'version of the interface',
    answer: () => ({ Value: INTERFACE_VERSION }),
  },
  {
    verb: 'GET',
    path: '/Status/Connection',
    about: "True where the rig's devices are connected",
    answer: async (analyzer) => ({ Value: (await isConnected(analyzer)) ? 'True' : 'False' }),
  },
];
