import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { RoleSpec } from './role-spec.ts';

/**
 * Node's own TypeScript loader takes a tenth less CPU time than tsx, which sets the name of every inner function at
 * each call. An older Node has none.
 */
const LOADS_TYPESCRIPT = process.features.typescript ? [] : ['--import', import.meta.resolve('tsx')];
/**
 * Semi-spaces of V8's young generation of 8 MiB instead of 16. Over the roles of the demo city, 4 MiB took 90 MiB less
 * memory than 16, and 8 MiB take 21 MB more than 4. The scavenger runs without helper threads: few objects survive a
 * micro-batch, so waking the threads costs more than they save (a tenth of the brain's CPU time).
 */
const KEEPS_HEAP_SMALL = ['--max-semi-space-size=8', '--no-parallel-scavenge'];
/** Two arenas of glibc's malloc instead of one per thread: 25 MiB less memory. */
const KEEPS_MALLOC_SMALL = { MALLOC_ARENA_MAX: '2' };

/** Starts the process of a role; `more` are appended to its arguments. */
export function forkRole(spec: RoleSpec, environment: NodeJS.ProcessEnv, more: readonly string[]): ChildProcess {
  const started = fork(fileURLToPath(new URL(spec.file, import.meta.url)), [...spec.args, ...more], {
    execArgv: [...(spec.execArgv ?? [...LOADS_TYPESCRIPT, ...KEEPS_HEAP_SMALL])],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...KEEPS_MALLOC_SMALL, ...(spec.environment ?? environment) },
  });
  // An error here means that the process has ended already; its `exit` event is handled.
  if (spec.introduce) started.send(spec.introduce(), () => {});
  return started;
}
