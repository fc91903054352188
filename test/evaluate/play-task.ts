import { playFusion } from './play-fusion.ts';
import { playScenarios } from './play-scenarios.ts';
import type { Tallies, Task } from './task.ts';

/** Plays a task in this process. */
export async function playTask(task: Task): Promise<Tallies> {
  return task.kind === 'scenarios'
    ? { kind: 'scenarios', scenarios: await playScenarios(task) }
    : { kind: 'fusion', properties: await playFusion(task) };
}
