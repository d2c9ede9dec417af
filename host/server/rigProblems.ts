import type { z } from 'zod';
import { rigSchema } from '../../core/calibration/rig.ts';
import type { RigProblem } from '../../electron/ipc/rigCalls.ts';

/** What is wrong with a field, for the person who types it. */
function messageOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === 'int' ? 'must be a whole number' : 'is needed';
    case 'too_small':
      if (issue.origin === 'string') return 'is needed';
      if (issue.origin === 'array') return `at least ${issue.minimum} is needed`;
      return issue.inclusive === true ? `must be ${issue.minimum} or more` : `must be above ${issue.minimum}`;
    case 'too_big':
      return issue.origin === 'array' ? `${issue.maximum} at most` : `must be ${issue.maximum} or less`;
    default:
      return issue.message;
  }
}

/** What of a rig as typed cannot be, by the path of its field; empty where it can be saved. */
export function rigProblems(typed: unknown): readonly RigProblem[] {
  const issues = rigSchema.safeParse(typed).error?.issues ?? [];
  return issues.map((issue) => ({ place: issue.path.map(String).join('.'), message: messageOf(issue) }));
}
