import type { Figure } from '../../result/figure.ts';
import { cell, section, type Block } from '../block.ts';

/** What a definition id stands for, by the start of the id; the longest that fits counts. After docs/spec. */
const MEANINGS: readonly (readonly [string, string])[] = [
  ['baseline', 'The rig in loopback, without a device.'],
  ['channel-balance', 'Level of a channel over that of the first channel, at one frequency.'],
  ['crosstalk', 'Level in a channel that is not driven over the level of the driven one.'],
  ['dc', 'Mean of the samples.'],
  ['dynamic-range', 'Full scale over the residual while a tone 60 dB below full scale plays, the tone taken out.'],
  [
    'frequency-response',
    'Magnitude of output over drive by a sine sweep, re its value at 1 kHz; corners where it has fallen by 1 and 3 dB.',
  ],
  ['gain', 'Volts at the output over volts at the input terminal, at one frequency.'],
  ['group-delay', 'Slope of the phase against frequency.'],
  ['harmonic.re-fundamental', 'Rms of one harmonic over the rms of the fundamental; below the noise it is a bound.'],
  ['hum', 'Lines at the mains frequency and its multiples.'],
  ['imd', 'Intermodulation: sidebands or difference tones of two tones, over the reference that the name states.'],
  ['input-impedance', '|Z| from the drop over a known resistor in series with the drive.'],
  ['jitter', 'Sidebands of the J-test tone, as time.'],
  ['latency', 'Time from stimulus to capture.'],
  ['level', 'Rms of the signal; of a tone where the name says so.'],
  ['linearity', 'Level of a tone over its intended level.'],
  ['max-output', 'Rms volts at the load where THD+N reaches its limit, each channel by itself; power is V²/R.'],
  ['noise.468', 'Noise weighted after ITU-R BS.468, quasi-peak.'],
  ['noise.a', 'Noise, A-weighted, rms.'],
  ['noise.ccir-rms', 'Noise weighted after CCIR/ARM (2 kHz), rms.'],
  ['noise', 'Rms of what comes out with nothing playing, over the band of the name.'],
  ['output-impedance', 'Complex ratio of open to loaded volts times the load, cable taken off.'],
  ['phase', 'Phase of output over drive.'],
  ['impulse', 'Response to an impulse, from a sine sweep.'],
  ['integrity', 'Checks of the capture itself.'],
  ['spectrum', 'Rms of each line of the windowed spectrum.'],
  ['tdn', 'Everything between the tones of a multitone, over the whole signal.'],
  ['sinad', 'The whole signal over all that is not the fundamental.'],
  ['snr', 'Level over the noise with nothing playing.'],
  ['thd', 'Rms sum of the harmonics over the fundamental (F) or the whole signal (R).'],
  ['thdn.lobe', 'All but DC and the main lobe of the fundamental, over the whole signal within the band.'],
  ['thdn', 'All but the fundamental, over the whole signal within the band, by the method of the name.'],
];

/** What the definition of an id is; empty where only docs/spec says it. */
function meaningOf(id: string): string {
  const fitting = MEANINGS.filter(
    ([start]) => id === start || id.startsWith(`${start}.`) || id.startsWith(`${start}-`),
  );
  return fitting.toSorted((a, b) => b[0].length - a[0].length).at(0)?.[1] ?? '';
}

/** Each definition that figures were made under, once, with what it stands for. */
export function definitionBlocks(figures: readonly Figure[]): Block[] {
  const ids = [...new Set(figures.map(({ definitionId }) => definitionId))].sort();
  if (ids.length === 0) return [];
  return section('Definitions', [
    {
      kind: 'table',
      columns: [
        { title: 'Definition', share: 0.34, align: 'left' },
        { title: 'What it means', share: 0.66, align: 'left' },
      ],
      rows: ids.map((id) => [cell(id, 'mono'), cell(meaningOf(id))]),
    },
  ]);
}
