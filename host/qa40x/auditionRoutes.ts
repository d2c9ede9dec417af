import { AmpbenchError } from '../../core/errors.ts';
import { MOST_ACQUISITION_FRAMES } from '../../electron/ipc/acquisition.ts';
import { fadeEnds, RAMP_SECONDS } from '../../core/signal/ramp.ts';
import { dbvFromVoltsRms, voltsRmsFromDbv } from '../../core/units/decibel.ts';
import { openCapture } from '../files/openCapture.ts';
import type { Qa40xBench } from './analyzer.ts';
import type { Track } from './audition.ts';
import { fileNamed } from './namedFiles.ts';
import type { Route } from './route.ts';

/** A WAV file as it is to be played; it begins and ends with a fade. @throws AmpbenchError of kind `usage` or `data` */
async function loadTrack({ filesDir, sampleRatesHz }: Qa40xBench, name: string): Promise<Track> {
  const reader = await openCapture(await fileNamed(filesDir, name));
  try {
    const { sampleRateHz, frameCount } = reader;
    if (!sampleRatesHz.includes(sampleRateHz))
      throw new AmpbenchError(
        'data',
        'rate-not-supported',
        `"${name}" is at ${sampleRateHz} Hz but the rig opens at ${sampleRatesHz.join(', ')} Hz`,
        { sampleRateHz },
      );
    if (frameCount === 0 || frameCount > MOST_ACQUISITION_FRAMES)
      throw new AmpbenchError(
        'data',
        'track-length',
        `"${name}" has ${frameCount} frames but must have 1 to ${MOST_ACQUISITION_FRAMES}`,
        { frameCount },
      );
    const channels = await reader.read(0, frameCount);
    const [left, right] = [channels[0], channels[1] ?? channels[0]].map((samples) => samples.slice());
    for (const samples of [left, right]) fadeEnds(samples, Math.ceil(RAMP_SECONDS * sampleRateHz));
    return { sampleRateHz, left, right };
  } finally {
    await reader.close();
  }
}

export const AUDITION_ROUTES: readonly Route[] = [
  {
    verb: 'POST',
    path: '/AuditionStart/{file}/{levelDbv}/{volume}/{repeats}',
    about:
      'plays a WAV file of --qa40x-files: dBV of its full-scale sine at volume 1, volume 0 to 1, True: over and over',
    answer: async ({ bench, audition, requirePlayable }, args) => {
      const settings = {
        fullScaleVoltsRms: voltsRmsFromDbv(args.number('levelDbv', -120, 18)),
        volume: args.number('volume', 0, 1),
        repeats: args.isTrue('repeats'),
      };
      requirePlayable(dbvFromVoltsRms(settings.fullScaleVoltsRms * settings.volume));
      audition.start(await loadTrack(bench, args.text('file')), settings);
      return {};
    },
  },
  {
    verb: 'POST',
    path: '/AuditionStop',
    about: 'fades it',
    answer: async ({ audition }) => {
      await audition.stop();
      return {};
    },
  },
  {
    verb: 'PUT',
    path: '/AuditionVolume/{volume}',
    about: '0 to 1; it begins anew',
    answer: async ({ audition, requirePlayable }, args) => {
      const volume = args.number('volume', 0, 1);
      requirePlayable(dbvFromVoltsRms(audition.settings.fullScaleVoltsRms * volume));
      await audition.setVolume(volume);
      return {};
    },
  },
];
