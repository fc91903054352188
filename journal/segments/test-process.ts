import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** The miniature gateway as a child process, with what it says. */
export interface WriterProcess {
  readonly pid: number;
  /** Lines that it has said so far. */
  readonly lines: readonly string[];
  /** Resolves with the line that makes `count` of them; rejects when it ends before that. */
  line(count: number): Promise<string>;
  /** kill -9. */
  kill(): Promise<void>;
}

/** Starts `test-child.ts`; it ends with the test at the latest. */
export function startWriterProcess(directory: string, role: 'hold' | 'append'): WriterProcess {
  const script = fileURLToPath(new URL('./test-child.ts', import.meta.url));
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', script, directory, role], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  let waiting: { count: number; resolve: (line: string) => void; reject: (error: Error) => void }[] = [];
  const ended = once(child, 'close').then(() => {
    for (const waiter of waiting) waiter.reject(new Error(`the child ended after ${lines.length} lines`));
  });
  if (child.stdout) {
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line);
      for (const waiter of waiting) if (waiter.count === lines.length) waiter.resolve(line);
      waiting = waiting.filter((waiter) => waiter.count > lines.length);
    });
  }
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  onTestFinished(kill);
  return {
    pid: child.pid ?? 0,
    lines,
    line: (count) =>
      new Promise((resolve, reject) => {
        const said = lines[count - 1];
        if (said !== undefined) resolve(said);
        else waiting.push({ count, resolve, reject });
      }),
    kill,
  };
}
