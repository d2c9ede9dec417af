import { describe, expect, it } from 'vitest';
import { AmpbenchError } from '../../../../core/errors.ts';
import { errorTeller, statusOf } from '../../../../host/server/api/apiErrors.ts';
import { storageError } from '../../../../host/store/storageError.ts';

describe('errors as a program is told them', () => {
  const tell = errorTeller(['/home/someone', '/home/someone/data/runs']);

  it('name no folder of this machine', () => {
    const path = '/home/someone/data/runs/x/run.json';
    const error = new AmpbenchError(
      'data',
      'run-record-damaged',
      `${path} cannot be read`,
      { path },
      `restore ${path}`,
    );
    expect(tell(error.toRecord())).toEqual({
      code: 'run-record-damaged',
      message: 'x/run.json cannot be read',
      data: { path: 'x/run.json' },
      tip: 'restore x/run.json',
    });
    const elsewhere = new AmpbenchError('data', 'x', '/home/someone is no run', { path: '/home/someone/other' });
    expect(tell(elsewhere.toRecord())).toEqual({ code: 'x', message: '. is no run', data: { path: 'other' } });
  });

  it('do not describe a bug', () => {
    const told = tell(new AmpbenchError('bug', 'unexpected-error', 'secret', { stack: 'at secret' }).toRecord());
    expect(JSON.stringify(told)).not.toContain('secret');
  });

  it.each([
    [new AmpbenchError('usage', 'bad-request', ''), 400],
    [new AmpbenchError('usage', 'run-in-progress', ''), 409],
    [new AmpbenchError('card', 'no-specification', ''), 422],
    [new AmpbenchError('card', 'unknown-card', ''), 404],
    [new AmpbenchError('safety', 'over-voltage-limit', ''), 422],
    [new AmpbenchError('device', 'device-not-found', ''), 503],
    [new AmpbenchError('data', 'result-damaged', ''), 500],
    [storageError(Object.assign(new Error('full'), { code: 'ENOSPC' }), 'write', '/x'), 507],
    [new AmpbenchError('bug', 'unexpected-error', ''), 500],
  ])('%o has status %i', (error, status) => {
    expect(statusOf(error)).toBe(status);
  });
});
