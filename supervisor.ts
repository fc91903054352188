import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { ConfigError } from './city/config-error.ts';
import { EXIT_USAGE } from './role.ts';

/** One child process and how it is started. */
export interface RoleSpec {
  readonly name: string;
  /** File beside this one, or an absolute file URL. */
  readonly file: string;
  readonly args: readonly string[];
}

interface Child {
  readonly spec: RoleSpec;
  process: ChildProcess | null;
  failures: number;
  timer: NodeJS.Timeout | null;
  startedAt: number;
  /** It has said once that it was up. */
  wasUp: boolean;
}

/** Roles that run, each in a process of its own. */
export interface Supervisor {
  /** Starts a role after the ones before it and resolves with what it said of itself when it was up. */
  start(spec: RoleSpec): Promise<Readonly<Record<string, unknown>>>;
  /** Process ids by role name; for drills and for people. */
  pids(): Readonly<Record<string, number>>;
  /** Ends the roles, last started first, each given time to finish what it holds. */
  close(): Promise<void>;
}

const FIRST_WAIT_MILLIS = 200;
/** Devices wait while the gateway is away, so not longer than this. */
const LONGEST_WAIT_MILLIS = 5_000;
/** A role that ran this long counts as well again. */
const STABLE_AFTER_MILLIS = 10_000;
const CLOSE_WITHIN_MILLIS = 20_000;

/** Starts roles and keeps them running: one that ends by itself is started again with back-off, and that is said. */
export function createSupervisor(options: {
  readonly log: Logger;
  /** Of the roles; read at each start, so what the caller learns can be put into it. */
  readonly environment?: NodeJS.ProcessEnv;
}): Supervisor {
  const { log } = options;
  const children: Child[] = [];
  let isClosing = false;

  function launch(child: Child): Promise<Readonly<Record<string, unknown>>> {
    const { spec } = child;
    const up = Promise.withResolvers<Readonly<Record<string, unknown>>>();
    const started = fork(fileURLToPath(new URL(spec.file, import.meta.url)), [...spec.args], {
      execArgv: ['--import', import.meta.resolve('tsx')],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: options.environment ?? process.env,
    });
    child.process = started;
    child.startedAt = performance.now();
    started.on('message', (message: { type?: string }) => {
      if (message.type !== 'ready') return;
      child.wasUp = true;
      up.resolve(message as Readonly<Record<string, unknown>>);
    });
    started.once('exit', (code, signal) => {
      child.process = null;
      up.reject(
        code === EXIT_USAGE
          ? new ConfigError(spec.name, 'did not start; the line above says why')
          : new Error(`${spec.name} ended with ${code ?? signal}`),
      );
      // At its first start a wrong setting is told to the caller; later it may be a file that is just being edited.
      if (!isClosing && (code !== EXIT_USAGE || child.wasUp)) restartLater(child, code ?? signal);
    });
    return up.promise;
  }

  function restartLater(child: Child, ending: number | NodeJS.Signals | null): void {
    const ranMillis = performance.now() - child.startedAt;
    child.failures = ranMillis > STABLE_AFTER_MILLIS ? 1 : child.failures + 1;
    const waitMillis = Math.min(LONGEST_WAIT_MILLIS, FIRST_WAIT_MILLIS * 2 ** (child.failures - 1));
    log.warn({ role: child.spec.name, ending, waitMillis }, 'a role ended by itself; starting it again');
    child.timer = setTimeout(() => launch(child).catch(() => {}), waitMillis);
  }

  async function stop(child: Child): Promise<void> {
    if (child.timer) clearTimeout(child.timer);
    const running = child.process;
    if (!running) return;
    const ended = new Promise<void>((resolve) => running.once('exit', () => resolve()));
    running.kill('SIGTERM');
    const deadline = setTimeout(() => {
      log.error({ role: child.spec.name }, 'did not end in time; ending it hard, the journal keeps what it held');
      running.kill('SIGKILL');
    }, CLOSE_WITHIN_MILLIS);
    await ended;
    clearTimeout(deadline);
  }

  return {
    async start(spec) {
      const child: Child = { spec, process: null, failures: 0, timer: null, startedAt: 0, wasUp: false };
      children.push(child);
      return await launch(child);
    },
    pids: () =>
      Object.fromEntries(children.flatMap(({ spec, process }) => (process?.pid ? [[spec.name, process.pid]] : []))),
    async close() {
      isClosing = true;
      for (const child of children.toReversed()) await stop(child);
    },
  };
}
