import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where this person's Ampbench data lies: the platform's own place, by the XDG rules on Linux. */
export function dataFolder(environment: NodeJS.ProcessEnv = process.env): string {
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Ampbench');
  if (process.platform === 'win32')
    return join(environment['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'Ampbench');
  const xdg = environment['XDG_DATA_HOME'];
  // The XDG specification has relative paths ignored.
  return join(xdg?.startsWith('/') === true ? xdg : join(homedir(), '.local', 'share'), 'ampbench');
}
