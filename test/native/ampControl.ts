// node test/native/ampControl.ts <socket> <words of one line>: the relay command for a shell, e.g. `... load 20`.
import { createConnection } from 'node:net';

/**
 * Sends one line to a running amp and returns its answer without the `ok`.
 * @throws Error with the amp's own words when it answers `error`, or when there is no answer within 5 s
 */
export function sendToAmp(socketPath: string, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const connection = createConnection(socketPath);
    let answer = '';
    connection.setEncoding('utf8');
    connection.setTimeout(5000, () => connection.destroy(new Error(`the amp did not answer "${line}" within 5 s`)));
    connection.on('error', reject);
    connection.on('connect', () => connection.write(`${line}\n`));
    connection.on('data', (chunk: string) => {
      answer += chunk;
      if (!answer.includes('\n')) return;
      connection.end();
      const [word, ...rest] = answer.trim().split(' ');
      if (word === 'ok') resolve(rest.join(' '));
      else reject(new Error(`the amp refused "${line}": ${rest.join(' ')}`));
    });
    connection.on('close', () => {
      reject(new Error(`the amp closed the connection without answering "${line}"`));
    });
  });
}

if (import.meta.main) {
  const [socketPath, ...words] = process.argv.slice(2);
  if (words.length === 0) {
    process.stderr.write(
      'usage: node test/native/ampControl.ts <socket> <key> <value> | drop N [at F] | mute on|off | query\n',
    );
    process.exitCode = 3;
  } else {
    try {
      process.stdout.write(`ok ${await sendToAmp(socketPath, words.join(' '))}`.trimEnd() + '\n');
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    }
  }
}
