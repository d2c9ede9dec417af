/** One line for the person, on stderr: stdout belongs to the command that was asked for. */
export function say(line) {
  process.stderr.write(`ampbench: ${line}\n`);
}

/** Set-up cannot go on; `tip` says what to do about it. */
export class SetupError extends Error {
  constructor(message, tip) {
    super(message);
    this.tip = tip;
  }
}

/** Runs `work` and says what it was and how long it took. */
export async function stage(title, work) {
  const startedMs = Date.now();
  say(`${title} ...`);
  const result = await work();
  say(`${title}: done in ${((Date.now() - startedMs) / 1000).toFixed(1)} s`);
  return result;
}
