import { text } from '../../text/english.ts';
import type { CurveChoice } from './overlayChart.ts';

interface CurveSelectProps {
  readonly choices: readonly CurveChoice[];
  readonly value: string;
  readonly onChoose: (label: string) => void;
}

/** Which curve is drawn. */
export function CurveSelect({ choices, value, onChoose }: CurveSelectProps) {
  return (
    <select
      className="small"
      aria-label={text.sweeps.curve}
      value={value}
      onChange={(event) => {
        onChoose(event.target.value);
      }}
    >
      {choices.map(({ label }) => (
        <option key={label} value={label}>
          {label}
        </option>
      ))}
    </select>
  );
}
