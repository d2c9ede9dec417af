import type { SineFit } from '../../dsp/fitSine.ts';
import type { IntegrityFinding } from './finding.ts';

/** Cycles of the tone in one block: long enough for a clean phase, short enough to place a fault. */
const CYCLES_PER_BLOCK = 4;
/** A step smaller than this share of one sample is not a lost or repeated sample. */
const LEAST_SAMPLES = 0.35;
const SIGMAS = 8;

interface Blocks {
  readonly phases: Float64Array;
  readonly magnitudes: Float64Array;
  readonly blockFrames: number;
}

/** Phase (against the fitted tone) and magnitude of each block, Hann-weighted. */
function demodulate(samples: Float64Array, start: number, length: number, sampleRateHz: number, fit: SineFit): Blocks {
  const blockFrames = Math.round((CYCLES_PER_BLOCK * sampleRateHz) / fit.frequencyHz);
  const count = Math.floor(length / blockFrames);
  const phases = new Float64Array(count);
  const magnitudes = new Float64Array(count);
  const hann = Float64Array.from(
    { length: blockFrames },
    (_, index) => 1 - Math.cos((2 * Math.PI * index) / blockFrames),
  );
  const omega = (2 * Math.PI * fit.frequencyHz) / sampleRateHz;
  for (let block = 0; block < count; block++) {
    const offset = block * blockFrames;
    let cos = Math.cos(omega * offset + fit.phaseRadians);
    let sin = Math.sin(omega * offset + fit.phaseRadians);
    const stepCos = Math.cos(omega);
    const stepSin = Math.sin(omega);
    let re = 0;
    let im = 0;
    for (let index = 0; index < blockFrames; index++) {
      const value = hann[index] * (samples[start + offset + index] - fit.dc);
      re += value * cos;
      im -= value * sin;
      const nextCos = cos * stepCos - sin * stepSin;
      sin = sin * stepCos + cos * stepSin;
      cos = nextCos;
    }
    phases[block] = Math.atan2(im, re);
    magnitudes[block] = (2 * Math.hypot(re, im)) / blockFrames;
  }
  return { phases, magnitudes, blockFrames };
}

const wrap = (radians: number): number => radians - 2 * Math.PI * Math.round(radians / (2 * Math.PI));

function median(values: Float64Array): number {
  const sorted = values.slice().sort();
  return sorted[sorted.length >> 1] ?? 0;
}

/**
 * Lost and repeated samples, mutes and level changes in a steady tone, from its phase and magnitude block by block. A lost sample is a step of
 * 2πf/fs in phase and stays; clock offset is a slope and wander a slow curve, so neither is taken for one. docs/spec/integrity.md.
 * @param start, length the steady part of the tone, frames
 */
export function checkTone(
  samples: Float64Array,
  start: number,
  length: number,
  sampleRateHz: number,
  fit: SineFit,
  channel: string,
): IntegrityFinding[] {
  const { phases, magnitudes, blockFrames } = demodulate(samples, start, length, sampleRateHz, fit);
  const findings: IntegrityFinding[] = [];
  const atSeconds = (block: number): number => (start + (block + 0.5) * blockFrames) / sampleRateHz;
  const expected = median(magnitudes);

  const muted = [...magnitudes.keys()].filter((block) => magnitudes[block] < 0.5 * expected);
  if (muted.length > 0) {
    findings.push({
      code: 'muted',
      channel,
      atSeconds: atSeconds(muted[0]),
      count: muted.length * blockFrames,
      damaging: true,
      text: `the tone on ${channel} falls away at ${atSeconds(muted[0]).toFixed(3)} s for about ${((muted.length * blockFrames) / sampleRateHz).toFixed(3)} s`,
    });
  }

  // The step across a block: the phase two blocks later less the phase before it, less what the slope explains
  const steps = new Float64Array(Math.max(phases.length - 2, 0));
  for (let block = 0; block < steps.length; block++) steps[block] = wrap(phases[block + 2] - phases[block]);
  const slope = median(steps);
  const sigma = 1.4826 * median(steps.map((step) => Math.abs(step - slope)));
  const radiansPerSample = (2 * Math.PI * fit.frequencyHz) / sampleRateHz;
  const threshold = Math.max(SIGMAS * sigma, LEAST_SAMPLES * radiansPerSample);
  for (let index = 0; index < steps.length; index++) {
    if (Math.abs(steps[index] - slope) < threshold) continue;
    // A step shows in two neighbouring differences; the larger one is centred on the fault
    let at = index;
    while (at + 1 < steps.length && Math.abs(steps[at + 1] - slope) >= Math.abs(steps[at] - slope)) at++;
    const block = at + 1;
    const before = phases[Math.max(block - 2, 0)];
    const after = phases[Math.min(block + 2, phases.length - 1)];
    const samplesLost = wrap(after - before - 2 * slope) / radiansPerSample;
    const count = Math.max(1, Math.round(Math.abs(samplesLost)));
    index = at + 2;
    if (Math.abs(samplesLost) < LEAST_SAMPLES) {
      findings.push(finding('pop', channel, atSeconds(block), null, 'a disturbance that passes'));
    } else if (samplesLost > 0) {
      findings.push(finding('dropped-samples', channel, atSeconds(block), count, `${count} samples are missing`));
    } else {
      findings.push(finding('repeated-samples', channel, atSeconds(block), count, `${count} samples too many`));
    }
  }
  return findings;
}

const finding = (
  code: IntegrityFinding['code'],
  channel: string,
  atSeconds: number,
  count: number | null,
  what: string,
): IntegrityFinding => ({
  code,
  channel,
  atSeconds,
  count,
  damaging: true,
  text: `${what} in the tone on ${channel} near ${atSeconds.toFixed(3)} s (counted to within whole cycles)`,
});
