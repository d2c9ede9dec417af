import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

function fromPkgConfig() {
  const ask = (option) =>
    execFileSync('pkg-config', [option, 'portaudio-2.0'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  try {
    const includeFlag = ask('--cflags-only-I').split(/\s+/)[0] ?? '';
    return {
      includeDir: includeFlag.replace(/^-I/, ''),
      libraries: `${ask('--libs-only-L')} ${ask('--libs-only-l')}`.trim(),
    };
  } catch {
    return null;
  }
}

function fromUsualFolders() {
  for (const prefix of ['/usr', '/usr/local', '/opt/homebrew']) {
    if (existsSync(join(prefix, 'include', 'portaudio.h'))) {
      return { includeDir: join(prefix, 'include'), libraries: `-L${join(prefix, 'lib')} -lportaudio` };
    }
  }
  return null;
}

function fromVcpkg() {
  const vcpkg = process.env.VCPKG_ROOT ?? process.env.VCPKG_INSTALLATION_ROOT;
  if (vcpkg === undefined) return null;
  const installed = join(vcpkg, 'installed', `${process.arch}-windows-static-md`);
  if (!existsSync(join(installed, 'include', 'portaudio.h'))) return null;
  const system = ['ole32', 'winmm', 'setupapi', 'dsound', 'uuid', 'advapi32', 'user32'].map((name) => `${name}.lib`);
  return {
    includeDir: join(installed, 'include'),
    libraries: [join(installed, 'lib', 'portaudio.lib'), ...system].join(' '),
  };
}

/**
 * Where PortAudio's header and library are: `{ includeDir, libraries }` as the linker wants them, an empty `includeDir`
 * when the compiler finds the header by itself; null when there is no PortAudio to build against.
 */
export function findPortAudio() {
  return process.platform === 'win32' ? fromVcpkg() : (fromPkgConfig() ?? fromUsualFolders());
}

/** What to do when there is none, in one line. */
export function portAudioAdvice() {
  if (process.platform === 'darwin') return 'brew install portaudio pkg-config';
  if (process.platform === 'win32') return 'vcpkg install portaudio:x64-windows-static-md, with VCPKG_ROOT set';
  return 'apt-get install portaudio19-dev pkg-config';
}
