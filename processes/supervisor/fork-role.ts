import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { RoleSpec } from './role-spec.ts';

/** Node's own loader runs roles with a tenth less CPU than tsx, which names every inner function at each call; an older Node has none. */
const LOADS_TYPESCRIPT = process.features.typescript ? [] : ['--import', import.meta.resolve('tsx')];
/**
 * Eight mebibytes instead of sixteen for the young generation: over the roles of the demo city four took 90 MiB less than sixteen, and eight
 * take 21 MB more than four. No helpers to collect it: little of it outlives a piece of a batch, so that waking them costs more than they do
 * (a tenth of the brain's CPU).
 */
const KEEPS_HEAP_SMALL = ['--max-semi-space-size=8', '--no-parallel-scavenge'];
/** Two of the C library's heaps instead of one a thread: 25 MiB less. */
const KEEPS_MALLOC_SMALL = { MALLOC_ARENA_MAX: '2' };

/** Starts the process of a role; `more` arguments come after its own. */
export function forkRole(spec: RoleSpec, environment: NodeJS.ProcessEnv, more: readonly string[]): ChildProcess {
  const started = fork(fileURLToPath(new URL(spec.file, import.meta.url)), [...spec.args, ...more], {
    execArgv: [...(spec.execArgv ?? [...LOADS_TYPESCRIPT, ...KEEPS_HEAP_SMALL])],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...KEEPS_MALLOC_SMALL, ...(spec.environment ?? environment) },
  });
  // A role that is gone already receives nothing; its exit says so.
  if (spec.introduce) started.send(spec.introduce(), () => {});
  return started;
}
