import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Tallies, Task, TaskAnswer } from './task.ts';

const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url));

/** Plays tasks in `workers` processes at a time; the answers are in the order of the tasks. Rejects where one fails. */
export async function runTasks(
  tasks: readonly Task[],
  workers: number,
  onProgress: (done: number) => void,
): Promise<readonly Tallies[]> {
  const answers = new Map<number, Tallies>();
  let next = 0;
  let failure: Error | null = null;

  async function work(): Promise<void> {
    await using opened = new AsyncDisposableStack();
    const child = fork(WORKER, { execArgv: process.execArgv });
    const exited = once(child, 'exit').then(([code]): TaskAnswer => ({ error: `the worker ended with code ${code}` }));
    opened.defer(() => end(child, exited));
    for (let index = next++; index < tasks.length && failure === null; index = next++) {
      const task = tasks[index] as Task;
      child.send(task);
      const answered = once(child, 'message').then(([message]): TaskAnswer => message);
      const answer = await Promise.race([answered, exited]);
      if ('error' in answer) {
        failure ??= new Error(`${JSON.stringify(task)}: ${answer.error}`);
        return;
      }
      answers.set(index, answer.tallies);
      onProgress(answers.size);
    }
  }
  await Promise.all(Array.from({ length: Math.min(workers, tasks.length) }, work));
  // Each worker has ended with its task by now: none is left that answers nobody.
  if (failure !== null) throw failure;
  return tasks.flatMap((_, index) => answers.get(index) ?? []);
}

async function end(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill();
  await exited;
}
