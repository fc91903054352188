import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/** Runs a program that reads the payloads, one a line; resolves with what it printed, rejects unless it ends with 0. */
export async function runProgram(
  file: string,
  args: readonly string[],
  payloads: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<string> {
  const program = spawn(file, args, { env: { ...process.env, ...environment } });
  const ended = once(program, 'close');
  const printed = Promise.all([text(program.stdout), text(program.stderr)]);
  // It may end before it has read everything; its exit code says so.
  program.stdin.on('error', () => {});
  program.stdin.end(payloads.map((payload) => `${payload}\n`).join(''));
  const [code] = await ended;
  const [out, faults] = await printed;
  if (code !== 0) throw new Error(`${file} ended with ${code}: ${faults.slice(-2000)}`);
  return out;
}
