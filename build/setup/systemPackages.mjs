import { existsSync } from 'node:fs';
import { findProgram, runQuietly } from './command.mjs';
import { say, stage } from './say.mjs';

/** Debian packages by what needs them. */
const DEVICE_PACKAGES = ['portaudio19-dev', 'libportaudio2', 'pkg-config', 'g++', 'make', 'python3'];
const TEST_PACKAGES = [
  'jackd2',
  'libjack-jackd2-dev',
  'libasound2-dev',
  'libasound2-plugins',
  'jack-tools',
  'gcc',
  'chromium',
  'postgresql',
  'fonts-inter',
  'fonts-jetbrains-mono',
  'fonts-dejavu-core',
];
const APT_OPTIONS = [
  '-o',
  'Acquire::Retries=1',
  '-o',
  'Acquire::http::Timeout=20',
  '-o',
  'Acquire::https::Timeout=20',
  '-o',
  'DPkg::Lock::Timeout=120',
];
const APT_ENVIRONMENT = { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' };

async function missingDebianPackages(packages) {
  const { output } = await runQuietly('dpkg-query', ['-W', '-f=${Package} ${db:Status-Status}\n', ...packages], {
    seconds: 20,
  });
  // A newer Debian calls pkg-config's package pkgconf; either provides the program.
  return packages.filter(
    (name) => !output.includes(`${name} installed`) && !(name === 'pkg-config' && findProgram(name)),
  );
}

async function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  const sudo = findProgram('sudo');
  if (sudo === null) return null;
  const { code } = await runQuietly(sudo, ['-n', 'true'], { seconds: 10 });
  return code === 0
    ? [sudo, '-n', 'env', ...Object.entries(APT_ENVIRONMENT).map(([name, value]) => `${name}=${value}`)]
    : null;
}

async function aptGet(prefix, args, seconds) {
  const [program, ...rest] = [...prefix, 'apt-get', ...APT_OPTIONS, ...args];
  return runQuietly(program, rest, { seconds, env: APT_ENVIRONMENT });
}

/** What a person without apt should install, in a line. */
function adviceWithoutApt(forTests) {
  if (process.platform === 'darwin')
    return 'install PortAudio: brew install portaudio pkg-config (and Xcode command line tools)';
  if (process.platform === 'win32')
    return 'install PortAudio: vcpkg install portaudio (and the Visual Studio C++ build tools)';
  const tests = forTests ? '; for the tests also JACK 2 with headers, ALSA headers and its JACK plugin, Chromium' : '';
  return `install PortAudio with headers, pkg-config, a C++ compiler, make and Python 3${tests}`;
}

/**
 * Installs the system packages that are missing, where that is allowed.
 * @returns null when everything is there, else one line saying what is missing and how to get it
 */
export async function ensureSystemPackages({ forTests }) {
  const wanted = forTests ? [...DEVICE_PACKAGES, ...TEST_PACKAGES] : DEVICE_PACKAGES;
  if (findProgram('apt-get') === null || findProgram('dpkg-query') === null) return adviceWithoutApt(forTests);
  let missing = await missingDebianPackages(wanted);
  if (missing.length === 0) return null;
  const byHand = `apt-get install --no-install-recommends ${missing.join(' ')}`;
  const prefix = await rootPrefix();
  if (prefix === null) return `missing system packages; as root: ${byHand}`;
  const failure = await stage(`system packages (${missing.join(' ')})`, async () => {
    const update = await aptGet(prefix, ['update', '-qq'], 180);
    if (update.code !== 0) say('apt-get update failed; trying with the package lists there are');
    const install = await aptGet(prefix, ['install', '-y', '-qq', '--no-install-recommends', ...missing], 420);
    return install.code === 0 ? null : install.output.trim().split('\n').slice(-3).join(' | ');
  });
  missing = await missingDebianPackages(wanted);
  if (missing.length === 0) return null;
  return `these system packages could not be installed: ${missing.join(' ')}${failure === null ? '' : ` (${failure})`}; by hand: ${byHand}`;
}

/** Cheap: could an earlier failure to build the addon have been cured since? */
export function portAudioHeadersAppeared() {
  return existsSync('/usr/include/portaudio.h') || existsSync('/usr/local/include/portaudio.h');
}
