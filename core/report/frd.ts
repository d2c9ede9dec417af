import { AmpbenchError } from '../errors.ts';
import type { Analysis } from '../measure/analysis.ts';
import type { Verification } from '../result/verification.ts';
import { printable } from './displayWidth.ts';

/** A response that can be written as FRD. */
interface ResponseCurve {
  readonly channel: string;
  readonly frequenciesHz: readonly number[];
  readonly magnitudesDb: readonly (number | null)[];
  readonly phasesRadians: readonly (number | null)[] | null;
}

export const verificationResponses = ({ curves }: Verification): ResponseCurve[] =>
  curves
    .filter(({ id }) => id === 'frequency-response')
    .map(({ channel, x, y }) => ({ channel, frequenciesHz: x, magnitudesDb: y, phasesRadians: null }));

export const analysisResponses = ({ channels }: Analysis, nameOf: (channel: number) => string): ResponseCurve[] =>
  channels.flatMap(({ channel, curves }) => {
    if (!Object.hasOwn(curves, 'response')) return [];
    const { response } = curves;
    return [
      {
        channel: nameOf(channel),
        frequenciesHz: response['frequenciesHz'].map((value) => value ?? Number.NaN),
        magnitudesDb: response['magnitudesDb'],
        phasesRadians: Object.hasOwn(response, 'phasesRadians') ? response['phasesRadians'] : null,
      },
    ];
  });

/**
 * One channel's frequency response as FRD text: frequency in Hz, magnitude in dB, phase in degrees where it was measured; one point a line, comments
 * behind `*`. Points that cannot be had are left out.
 * @param channel name of the channel; null: the first
 * @throws AmpbenchError `data/no-frequency-response`, `usage/channel-unknown`
 */
export function renderFrd(responses: readonly ResponseCurve[], channel: string | null, title: string): string {
  if (responses.length === 0)
    throw new AmpbenchError(
      'data',
      'no-frequency-response',
      'this run holds no frequency response to write as FRD',
      {},
    );
  const chosen = channel === null ? responses[0] : responses.find((response) => response.channel === channel);
  if (chosen === undefined) {
    const known = responses.map((response) => response.channel).join(', ');
    throw new AmpbenchError('usage', 'channel-unknown', `the run has no channel "${channel}"; it has ${known}`, {
      known,
    });
  }
  const { frequenciesHz, magnitudesDb, phasesRadians } = chosen;
  const points = frequenciesHz.flatMap((frequencyHz, index) => {
    const magnitude = magnitudesDb[index];
    const phase = phasesRadians?.[index];
    if (!Number.isFinite(frequencyHz) || magnitude === null || !Number.isFinite(magnitude)) return [];
    const degrees = phase === undefined || phase === null ? '' : ` ${((phase * 180) / Math.PI).toFixed(2)}`;
    return [`${Number(frequencyHz.toPrecision(7))} ${magnitude.toFixed(4)}${degrees}`];
  });
  const columns = phasesRadians === null ? 'Hz dB (phase was not kept)' : 'Hz dB degrees';
  return `${[`* ${printable(title)}, channel ${printable(chosen.channel)}`, `* ${columns}`, ...points].join('\n')}\n`;
}
