import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { addQa40xOptions, readQa40xOptions, type Qa40xOptions } from '../../cli/options/qa40xOptions.ts';

/** What a command line means. */
const parsed = (...words: readonly string[]): ReturnType<typeof readQa40xOptions> => {
  const command = addQa40xOptions(new Command()).exitOverride();
  return readQa40xOptions(command.parse(words, { from: 'user' }).opts<Qa40xOptions>());
};

describe('the options of serve --qa40x', () => {
  it('are off unless asked for', () => {
    expect(parsed()).toBeNull();
  });

  it('have a port and a rig', () => {
    expect(parsed('--qa40x')).toMatchObject({ qa40xPort: 9402, rig: 'sim:studio-384/hpa-1' });
  });

  it('take several origins', () => {
    const words = ['--qa40x', '--qa40x-origin', 'null', '--qa40x-origin', 'https://a.example', '--qa40x-port', '0'];
    expect(parsed(...words)).toMatchObject({ qa40xOrigin: ['null', 'https://a.example'], qa40xPort: 0 });
  });

  it.each([
    ['--qa40x-port', '1'],
    ['--qa40x-origin', 'null'],
    ['--qa40x-files', '.'],
    ['--rig', 'mine'],
    ['--load', '33'],
    ['--loopback'],
  ])('%s means nothing without it, and is refused', (...words) => {
    expect(() => parsed(...words)).toThrow(`${words[0]} is heeded with --qa40x only`);
  });

  it.each(['-1', '65536', 'x', '94.2'])('%s is no port', (port) => {
    expect(() => parsed('--qa40x', '--qa40x-port', port)).toThrow('must be a whole number from 0 to 65535');
  });
});
