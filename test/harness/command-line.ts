import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../../citynerve.ts', import.meta.url));

/** Runs `citynerve` as a process; returns its output and exit code. */
export const citynerve = (...args: readonly string[]): Promise<{ code: number; text: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', cli, ...args], (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, text: stdout + stderr }),
    );
  });

/** Starts it and returns the process, for tests that kill it. */
export const startCitynerve = (...args: readonly string[]): ChildProcess =>
  spawn(process.execPath, ['--import', 'tsx', cli, ...args], { stdio: 'ignore' });
