import { useState } from 'react';
import type { Rig } from '../../../core/calibration/rig.ts';
import { NumberField } from '../../controls/NumberField.tsx';
import { Segments } from '../../controls/Segments.tsx';
import { text } from '../../text/english.ts';
import type { GeneratorDraft } from './liveDraft.ts';
import { inUnit, LEVEL_UNITS, voltsOf, type LevelUnit } from './levelUnits.ts';

const words = text.live;
/** What a field shows of a level; finer steps nobody could set. */
const DIGITS = 5;

interface LevelFieldsProps {
  readonly draft: GeneratorDraft;
  /** Null until the engine has said what the rig is: 0 dBFS is not known before. */
  readonly rig: Rig | null;
  readonly onDraft: (draft: GeneratorDraft) => void;
}

/** How loud: in volts at the unit's output or input, in any unit; the same level in the others beside it. */
export function LevelFields({ draft, rig, onDraft }: LevelFieldsProps) {
  const [unit, setUnit] = useState<LevelUnit>('V');
  const { levelAt, levelVoltsRms } = draft;
  const fullScaleVoltsRms =
    rig === null
      ? 1
      : levelAt === 'generator'
        ? rig.output.fullScaleVoltsRms
        : rig.input.fullScaleVoltsRms * rig.input.dividerRatio;
  const units = LEVEL_UNITS.filter((each) => each !== 'dBFS' || rig !== null);
  const shown =
    levelVoltsRms === null ? null : Number(inUnit(levelVoltsRms, unit, fullScaleVoltsRms).toPrecision(DIGITS));
  return (
    <>
      <Segments
        label={words.levelAt}
        values={[
          ['output', words.places.output],
          ['generator', words.places.generator],
        ]}
        value={levelAt}
        onChoose={(at) => {
          onDraft({ ...draft, levelAt: at });
        }}
      />
      <NumberField
        label={words.level}
        unit={unit}
        step={unit === 'V' ? 0.1 : 1}
        value={shown}
        onChange={(level) => {
          onDraft({ ...draft, levelVoltsRms: level === null ? null : voltsOf(level, unit, fullScaleVoltsRms) });
        }}
      />
      <Segments
        label={words.unit}
        values={units.map((each) => [each, each] as const)}
        value={unit}
        onChoose={setUnit}
      />
      {levelVoltsRms === null || !(levelVoltsRms > 0) ? null : (
        <dl className="pairs">
          {units
            .filter((each) => each !== unit)
            .map((each) => (
              <div key={each} className="pair">
                <dt>{each}</dt>
                <dd>
                  {each === 'V'
                    ? levelVoltsRms.toPrecision(4)
                    : inUnit(levelVoltsRms, each, fullScaleVoltsRms).toFixed(2).replace('-', '−')}
                </dd>
              </div>
            ))}
        </dl>
      )}
    </>
  );
}
