import { useState } from 'react';
import type { Rig } from '../../../core/calibration/rig.ts';
import { NumberField } from '../../controls/NumberField.tsx';
import { Segments } from '../../controls/Segments.tsx';
import { text } from '../../text/english.ts';
import { withLevelAt, type GeneratorDraft, type SetUpDraft } from './liveDraft.ts';
import { inUnit, LEVEL_UNITS, rmsOf, type LevelUnit } from './levelUnits.ts';

const words = text.live;
/** What a field shows of a level; finer steps nobody could set. */
const DIGITS = 5;

interface LevelFieldsProps {
  readonly draft: GeneratorDraft;
  readonly drive: SetUpDraft['drive'];
  /** Null until the engine has said what the rig is: 0 dBFS is not known before. */
  readonly rig: Rig | null;
  readonly onDraft: (draft: GeneratorDraft) => void;
}

/** The rms of a full-scale sine at the place of the level; null: 0 dBFS is not known there. */
function fullScaleAt(levelAt: GeneratorDraft['levelAt'], drive: SetUpDraft['drive'], rig: Rig | null): number | null {
  if (levelAt === 'generator' && drive === 'digital') return 1;
  if (rig === null) return null;
  return levelAt === 'generator' ? rig.output.fullScaleVoltsRms : rig.input.fullScaleVoltsRms * rig.input.dividerRatio;
}

/** How loud: in volts at the unit's output or input, in any unit, and the same level in the others; re full scale at a digital input. */
export function LevelFields({ draft, drive, rig, onDraft }: LevelFieldsProps) {
  const [chosen, setChosen] = useState<LevelUnit>('V');
  const { levelAt, levelRms } = draft;
  const fullScaleRms = fullScaleAt(levelAt, drive, rig);
  const isDigital = levelAt === 'generator' && drive === 'digital';
  const units = LEVEL_UNITS.filter((each) => (each === 'dBFS' ? fullScaleRms !== null : !isDigital));
  const unit = units.includes(chosen) ? chosen : units[0];
  const inThe = (wanted: LevelUnit, rms: number): number => inUnit(rms, wanted, fullScaleRms ?? 1);
  return (
    <>
      <Segments
        label={words.levelAt}
        values={[
          ['output', words.places.output],
          ['generator', drive === 'digital' ? words.places.digital : words.places.generator],
        ]}
        value={levelAt}
        onChoose={(at) => {
          onDraft(withLevelAt(draft, at, drive));
        }}
      />
      <NumberField
        label={words.level}
        unit={unit}
        step={unit === 'V' ? 0.1 : 1}
        value={levelRms === null ? null : Number(inThe(unit, levelRms).toPrecision(DIGITS))}
        onChange={(level) => {
          onDraft({ ...draft, levelRms: level === null ? null : rmsOf(level, unit, fullScaleRms ?? 1) });
        }}
      />
      {units.length < 2 ? null : (
        <Segments
          label={words.unit}
          values={units.map((each) => [each, each] as const)}
          value={unit}
          onChoose={setChosen}
        />
      )}
      {units.length < 2 || levelRms === null || !(levelRms > 0) ? null : (
        <dl className="also-levels">
          {units
            .filter((each) => each !== unit)
            .map((each) => (
              <div key={each}>
                <dt>{each}</dt>
                <dd>{each === 'V' ? levelRms.toPrecision(4) : inThe(each, levelRms).toFixed(2).replace('-', '−')}</dd>
              </div>
            ))}
        </dl>
      )}
    </>
  );
}
