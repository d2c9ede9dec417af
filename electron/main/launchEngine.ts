import { utilityProcess } from 'electron';
import { engineProgram, type LaunchEngine } from '../../host/engine/engineProcess.ts';

/** Starts engines as Electron's utility processes, which need no Node mode of the executable: that fuse is off. */
export const launchEngine: LaunchEngine = () => {
  // In a package the engine lies beside the archive, in plain files: it has threads and an addon
  const program = engineProgram().replace(/app\.asar(?=[/\\])/u, 'app.asar.unpacked');
  const child = utilityProcess.fork(program, [], {
    serviceName: 'Ampbench audio engine',
    stdio: ['ignore', 'inherit', 'inherit'],
    // On macOS an addon that is not signed by the same maker as the app; ours is inside the package.
    allowLoadingUnsignedLibraries: true,
  });
  const exited = new Promise<number>((resolve) => child.once('exit', resolve));
  const kill = (): void => {
    // A hung audio driver does not heed SIGTERM, which is all that `child.kill` sends
    if (child.pid === undefined) child.kill();
    else process.kill(child.pid, 'SIGKILL');
  };
  return {
    post: (message) => {
      child.postMessage(message);
    },
    onMessage: (listener) => child.on('message', listener),
    onEnd: (listener) => {
      void exited.then((code) => {
        listener(`it ended with code ${code}`);
      });
    },
    kill,
    dismiss: async () => {
      child.kill();
      await exited;
    },
  };
};
