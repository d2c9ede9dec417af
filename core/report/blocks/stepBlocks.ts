import type { StepRecord, Verification } from '../../result/verification.ts';
import { formatQuantity } from '../../units/format.ts';
import { cell, paragraph, section, type Block } from '../block.ts';
import { wiringText } from '../conditionText.ts';
import { figureTable } from './figureTable.ts';

function stepBlocks({ step, figures }: StepRecord, number: number): Block[] {
  const predicted =
    step.predictedOutputVoltsRms > 0 ? `, predicted at most ${formatQuantity(step.predictedOutputVoltsRms, 'V')}` : '';
  const watts = step.predictedLoadWatts > 0 ? `, ${formatQuantity(step.predictedLoadWatts, 'W')} in the load` : '';
  return [
    {
      kind: 'heading',
      level: 3,
      text: step.title,
      badge: String(number),
      aside: wiringText(step.wiring) + predicted + watts,
    },
    figures.length === 0 ? paragraph('No figure: the step was not run, or gave none.', 'dim') : figureTable(figures),
  ];
}

/** Steps that were not run as planned, with the reason. */
export function planChangeBlocks({ planChanges = [] }: Verification): Block[] {
  if (planChanges.length === 0) return [];
  return section('Steps that were not run as planned', [
    {
      kind: 'table',
      columns: [
        { title: 'Step', share: 0.25, align: 'left' },
        { title: 'What', share: 0.13, align: 'left' },
        { title: 'Why', share: 0.62, align: 'left' },
      ],
      rows: planChanges.map(({ stepId, action, reason }) => [cell(stepId, 'mono'), cell(action), cell(reason)]),
    },
  ]);
}

/** Every figure of every step with its definition and the conditions it was taken under. */
export const allSteps = ({ steps }: Verification): Block[] =>
  steps.flatMap((record, index) => stepBlocks(record, index + 1));
