import type { Figure } from '../result/figure.ts';

/** What a claim without a limit shows all the same: the band its response keeps within, or the figure itself. Null: nothing measured. */
export function toldOnlyText(figures: readonly Figure[]): string | null {
  const measured = figures.filter(({ value }) => value !== null);
  if (measured.length === 0) return null;
  if (measured[0].id !== 'response-deviation')
    return `Measured: ${measured.map(({ channel, text }) => `${text} on ${channel}`).join(', ')}.`;
  const lowest = Math.min(...measured.map((figure) => endDb(figure, -1)));
  const highest = Math.max(...measured.map((figure) => endDb(figure, 1)));
  return `It would meet +${ceilTo(highest)}/−${ceilTo(-lowest)} dB re 1 kHz.`;
}

/** A deviation with all of its uncertainty on one side, dB. */
function endDb({ value, uncertainty }: Figure, side: 1 | -1): number {
  const ratio = Math.max((value ?? 1) + side * (uncertainty ?? 0), Number.MIN_VALUE);
  return 20 * Math.log10(ratio);
}

/** To the tenth above, or the hundredth where that is under half a decibel; none below zero. */
function ceilTo(db: number): string {
  const places = db < 0.5 ? 2 : 1;
  const scale = 10 ** places;
  return String(Math.max(Math.ceil(db * scale - 1e-9) / scale, 0));
}
