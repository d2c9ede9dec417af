import type { Rig } from '../calibration/rig.ts';
import { firstGainBound } from '../planner/limits.ts';
import type { Wiring } from '../planner/plan.ts';
import { assertSafe } from '../planner/safety.ts';
import type { IntegrityFinding } from '../measure/integrity/finding.ts';
import { exponentialSweep } from '../signal/sweep.ts';
import type { BenchContext, BenchStep } from './context.ts';
import type { Procedure } from './effects.ts';
import { assertAskable, nextDriveRms, type PresentLevel } from './liveLevel.ts';
import { findMarker, MARKER_DROP, markerFor } from './marker.ts';
import { peakRms } from './measureKind.ts';
import { playChannels } from './playChannels.ts';

/** What to play once, on each of the rig's channels, and which part of it is wanted back. */
export interface AcquisitionStimulus {
  /** Volts at the generator, equal lengths; begins and ends at rest. */
  readonly channels: readonly Float64Array[];
  /** Frames before the part that is wanted back. */
  readonly leadFrames: number;
  /** Frames wanted back. */
  readonly frames: number;
}

/** What is known of a bench between acquisitions. */
export interface KnownBench {
  /** The highest level the DUT was heard at, and its highest gain from 20 Hz to 40 kHz. */
  readonly level: PresentLevel;
  readonly latencyFrames: number;
}

export interface Acquisition {
  /** Volts at the DUT's output, `frames` of each channel, in time with what was played. */
  readonly channels: readonly Float64Array[];
  readonly findings: readonly IntegrityFinding[];
  readonly known: KnownBench;
}

export const UNKNOWN_BENCH: KnownBench = { level: { driveRms: 0, gainRatio: null }, latencyFrames: 0 };

const PROBE = { lowHz: 20, highHz: 40_000, seconds: 0.25 };
/** Of the sample rate: what a converter's own filter leaves alone. */
const HIGHEST_SHARE = 0.45;
/** Noise on a quiet probe's peak makes the gain seem up to 2 dB higher than it is. */
const GAIN_LEAST_SHARE = 0.8;
/** Between the marker and the stimulus. */
const GAP_SECONDS = 0.05;

/** Rms of the sine with the highest peak of all channels, offsets apart. */
function heardRms(channels: readonly Float64Array[]): number {
  return peakRms(
    channels.map((samples) => {
      const mean = samples.reduce((sum, value) => sum + value, 0) / Math.max(samples.length, 1);
      return samples.map((value) => value - mean);
    }),
  );
}

/**
 * Rises to a level with short sweeps over the whole band, each judged by what came back, as the live generator does (docs/spec/live.md, LIVE-30 to
 * LIVE-33); stops below `askedVoltsRms` where the next step would reach it.
 */
function* approach(
  context: BenchContext,
  step: BenchStep,
  askedVoltsRms: number,
  from: PresentLevel,
): Procedure<PresentLevel> {
  const { rig } = context;
  const { sampleRateHz } = rig;
  const { lowHz, seconds } = PROBE;
  const highHz = Math.min(PROBE.highHz, HIGHEST_SHARE * sampleRateHz);
  const asked = { at: 'generator', driveRms: askedVoltsRms } as const;
  assertAskable(rig, step.wiring, asked, 1);
  let present = from;
  for (let number = 1; ; number++) {
    const voltsRms = nextDriveRms(rig, step.wiring, asked, present, 1);
    if (present.gainRatio !== null && voltsRms >= askedVoltsRms) return present;
    const sweep = exponentialSweep({ sampleRateHz, lowHz, highHz, seconds, voltsRms });
    const played = {
      takeId: `${step.id}.probe-${number}`,
      sampleRateHz,
      channels: rig.channels.map(() => sweep),
      peakVoltsRms: voltsRms,
      bitExact: false,
    };
    const heard = heardRms(
      (yield* playChannels(context, step, played, gainBoundOf(rig, step.wiring, present))).channels,
    );
    const gainRatio = heard / voltsRms;
    present = { driveRms: voltsRms, gainRatio };
    // What cannot be reached is refused while it is still quiet
    assertSafe(rig, step.wiring, askedVoltsRms, GAIN_LEAST_SHARE * gainRatio, step.id);
    if (voltsRms >= askedVoltsRms) return present;
  }
}

const gainBoundOf = (rig: Rig, wiring: Wiring, { gainRatio }: PresentLevel): number =>
  wiring.path === 'loopback' ? 1 : (gainRatio ?? firstGainBound(null, rig, wiring).ratio);

/**
 * Plays a stimulus once, whatever it is, and gives back what came of it, sample for sample. A DUT that is not known at that level is first approached from
 * −60 dBV. A short sweep before the stimulus, 12 dB below its peak, shows the latency of this very take.
 * @param known of this wiring; `UNKNOWN_BENCH` where nothing is
 * @throws AmpbenchError of kind `safety` before anything passes a limit, `device/wrong-rate`
 */
export function* acquire(
  context: BenchContext,
  wiring: Wiring,
  known: KnownBench,
  stimulus: AcquisitionStimulus,
): Procedure<Acquisition> {
  const { rig } = context;
  const step = { id: 'acquisition', title: 'Acquisition', wiring };
  const peakVoltsRms = peakRms(stimulus.channels);
  const isUnheard = peakVoltsRms > known.level.driveRms && wiring.path === 'dut';
  const level = isUnheard ? yield* approach(context, step, peakVoltsRms, known.level) : known.level;

  const marker = markerFor(rig.sampleRateHz, peakVoltsRms * MARKER_DROP);
  const gap = Math.round(GAP_SECONDS * rig.sampleRateHz);
  const start = marker.length + gap;
  const channels = stimulus.channels.map((samples) => {
    const whole = new Float64Array(start + samples.length);
    whole.set(marker);
    whole.set(samples, start);
    return whole;
  });
  const takeId = `${step.id}.capture`;
  const played = { takeId, sampleRateHz: rig.sampleRateHz, channels, peakVoltsRms, bitExact: false };
  const recorded = yield* playChannels(context, step, played, gainBoundOf(rig, wiring, level));
  const heard = heardRms(recorded.channels);
  const latencyFrames = findMarker(marker, recorded.channels, channels[0].length) ?? known.latencyFrames;
  const from = start + stimulus.leadFrames + latencyFrames;
  return {
    channels: recorded.channels.map((samples) => samples.slice(from, from + stimulus.frames)),
    findings: recorded.findings,
    known: {
      level:
        peakVoltsRms >= level.driveRms && peakVoltsRms > 0
          ? { driveRms: peakVoltsRms, gainRatio: Math.max(level.gainRatio ?? 0, heard / peakVoltsRms) }
          : level,
      latencyFrames,
    },
  };
}
