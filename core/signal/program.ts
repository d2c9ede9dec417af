import { fadeEnds, RAMP_SECONDS } from './ramp.ts';
import { sine } from './sine.ts';
import { exponentialSweep } from './sweep.ts';

/** A stretch of a program. Tones and sweeps carry an id by which the analysis finds them. */
export type Segment =
  | { readonly kind: 'silence'; readonly id?: string; readonly seconds: number }
  | {
      readonly kind: 'tone';
      readonly id: string;
      readonly frequencyHz: number;
      readonly voltsRms: number;
      readonly seconds: number;
    }
  | {
      readonly kind: 'sweep';
      readonly id: string;
      readonly lowHz: number;
      readonly highHz: number;
      readonly voltsRms: number;
      readonly seconds: number;
    };

/** Where a segment lies in its program. */
export interface Place {
  readonly id: string;
  readonly startFrame: number;
  readonly frames: number;
}

/** One channel of signal in volts, made of segments one after another; every tone and sweep is ramped at both ends. */
export interface Program {
  readonly sampleRateHz: number;
  readonly samples: Float64Array;
  readonly places: ReadonlyMap<string, Place>;
  readonly segments: readonly Segment[];
  readonly peakVoltsRms: number;
}

function renderSegment(segment: Segment, sampleRateHz: number): Float64Array {
  const frames = Math.round(segment.seconds * sampleRateHz);
  if (segment.kind === 'silence') return new Float64Array(frames);
  if (segment.kind === 'sweep') return exponentialSweep({ sampleRateHz, ...segment });
  const samples = sine(sampleRateHz, frames, segment.frequencyHz, segment.voltsRms);
  fadeEnds(samples, Math.ceil(RAMP_SECONDS * sampleRateHz));
  return samples;
}

export function buildProgram(sampleRateHz: number, segments: readonly Segment[]): Program {
  const parts = segments.map((segment) => renderSegment(segment, sampleRateHz));
  const samples = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  const places = new Map<string, Place>();
  let startFrame = 0;
  for (const [index, part] of parts.entries()) {
    samples.set(part, startFrame);
    const id = segments[index].id;
    if (id !== undefined) places.set(id, { id, startFrame, frames: part.length });
    startFrame += part.length;
  }
  const peakVoltsRms = Math.max(0, ...segments.map((segment) => (segment.kind === 'silence' ? 0 : segment.voltsRms)));
  return { sampleRateHz, samples, places, segments, peakVoltsRms };
}
