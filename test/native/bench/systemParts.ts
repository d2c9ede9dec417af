import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, it } from 'vitest';

const INSTALL =
  'apt-get install portaudio19-dev libportaudio2 jackd2 libjack-jackd2-dev libasound2-plugins gcc, then npm start';

function onPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** What a real loop on this machine lacks, in a sentence; null when it has everything. */
export function missingSystemParts(): string | null {
  const lacking: string[] = [];
  if (process.platform !== 'linux') return 'the JACK loop runs on Linux only';
  if (!existsSync(join(import.meta.dirname, '../../../out/native/ampbench_audio.node')))
    lacking.push('the PortAudio addon');
  if (!onPath('jackd')) lacking.push('jackd');
  if (!onPath('gcc')) lacking.push('gcc');
  if (!existsSync('/usr/include/jack/jack.h')) lacking.push("JACK's headers");
  return lacking.length === 0 ? null : `missing ${lacking.join(', ')}: ${INSTALL}`;
}

/**
 * A suite that needs the loop. In CI a missing part is a failure; elsewhere the suite is skipped and says why.
 * @param alsoMissing what this suite lacks beyond the loop, or null
 */
export function describeOnLoop(name: string, suite: () => void, alsoMissing: string | null = null): void {
  const missing = missingSystemParts() ?? alsoMissing;
  if (missing === null) {
    describe(name, suite);
  } else if (process.env['CI'] !== undefined) {
    describe(name, () => {
      it('has the system parts it needs', () => {
        throw new Error(missing);
      });
    });
  } else {
    describe.skip(`${name} (${missing})`, suite);
  }
}
