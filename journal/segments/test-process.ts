import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** A writer process with its output. */
export interface WriterProcess {
  readonly pid: number;
  /** The lines of its output so far. */
  readonly lines: readonly string[];
  /** Resolves with line number `count`; rejects when the process ends before. */
  line(count: number): Promise<string>;
  /** kill -9. */
  kill(): Promise<void>;
}

/** Starts `test-child.ts`; it is killed after the test at the latest. */
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
        const known = lines[count - 1];
        if (known !== undefined) resolve(known);
        else waiting.push({ count, resolve, reject });
      }),
    kill,
  };
}
