import { playTask } from './play-task.ts';
import type { Task, TaskAnswer } from './task.ts';

// A worker process of the evaluation: plays one task after another, and answers each with its tallies.
process.on('message', (task: Task) => {
  playTask(task).then(
    (tallies) => answer({ tallies }),
    (error: unknown) => answer({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});

const answer = (message: TaskAnswer): void => void process.send?.(message);
