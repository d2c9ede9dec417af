import { formatQuantity } from '../../units/format.ts';
import { refuse, type Resolver } from './resolved.ts';

/** Jitter by its sidebands on the J-test: only a digital input has a clock to test. */
export const resolveJitter: Resolver = (stated) => {
  const { claim, value, drive, isLower, assume } = stated;
  if (drive !== 'digital')
    return refuse(
      'not-verifiable',
      'not-run',
      'Jitter is a matter of a digital input, and this unit is driven by an analog one.',
    );
  if (claim.unit !== 's' || isLower || value <= 0)
    return refuse('not-verifiable', 'unit-missing', 'A jitter is tested as "at most" a time.');
  const isPeak = /peak|p-p|pk/i.test(claim.asWritten);
  assume(
    `J-test, ${isPeak ? 'the largest sideband pair, peak' : 'all sidebands together, rms'}; makers often state that of the clock chip alone.`,
  );
  return {
    driveLevel: 1,
    decidedBy: 'measurement',
    measurement: { kind: 'jitter', settings: {} },
    rule: {
      figureId: isPeak ? 'jitter-peak' : 'jitter',
      lower: null,
      upper: value,
      text: `≤ ${formatQuantity(value, 's')}${isPeak ? ' peak' : ' rms'} on the J-test`,
      provesNoFailure: {
        reasonCode: 'baseline-limited',
        text: "The recording interface's own clock adds its jitter, which cannot be told apart here.",
      },
    },
  };
};
