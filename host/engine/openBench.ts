import type { Rig } from '../../core/calibration/rig.ts';
import { AmpbenchError } from '../../core/errors.ts';
import { createSimulatedBench } from '../../core/simulate/bench.ts';
import type { DriverListing } from '../../electron/ipc/contract.ts';
import type { AudioIo } from '../audio/audioIo.ts';
import { createNaudiodonIo } from '../audio/naudiodon.ts';
import { createPortAudioIo } from '../audio/portAudio.ts';
import { createSimulatedAudio } from '../audio/simulated.ts';
import type { OpenedBench } from './runDesk.ts';

/** The latency of a real loop is not known before it is measured: half a second holds the longest seen, 0.3 s over Bluetooth-class drivers. */
const DEVICE_TAIL_SECONDS = 0.5;
const SIMULATED_TAIL_SECONDS = 0.1;

function deviceBench(audio: AudioIo): OpenedBench {
  return {
    audio,
    tailSeconds: DEVICE_TAIL_SECONDS,
    // A person's hands do the wiring, and every take of a real bench is its own.
    wire: () => undefined,
    beginTake: () => undefined,
    close: () => audio.close(),
  };
}

function simulatedBench(rig: Rig, seed: number): OpenedBench {
  const audio = createSimulatedAudio(createSimulatedBench(rig.id, { seed }));
  return {
    audio,
    tailSeconds: SIMULATED_TAIL_SECONDS,
    wire: (wiring) => {
      audio.setWiring(wiring);
    },
    beginTake: (takeNumber) => {
      audio.setTakeNumber(takeNumber);
    },
    close: () => audio.close(),
  };
}

/** Opens the bench a rig stands for; `close` gives the device back. */
export async function openBench(rig: Rig, seed: number): Promise<OpenedBench> {
  switch (rig.driver) {
    case 'simulated':
      return Promise.resolve(simulatedBench(rig, seed));
    case 'portaudio':
      return Promise.resolve(deviceBench(createPortAudioIo()));
    case 'naudiodon':
      return Promise.resolve(deviceBench(createNaudiodonIo()));
  }
}

/**
 * The devices of this machine. PortAudio is asked through the addon; only where that is not built, through the fallback.
 * @throws AmpbenchError `device/...` when neither can be used
 */
export async function listAllDevices(): Promise<readonly DriverListing[]> {
  let addonError: unknown;
  for (const create of [createPortAudioIo, createNaudiodonIo]) {
    try {
      const audio = create();
      try {
        return [await audio.listDevices()];
      } finally {
        await audio.close();
      }
    } catch (error) {
      addonError ??= error;
      if (!(error instanceof AmpbenchError && error.code === 'addon-missing')) break;
    }
  }
  throw addonError;
}
