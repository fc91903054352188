import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { ConfigError } from '../../model/config-error.ts';
import { EXIT_USAGE } from '../role.ts';
import { createStrikes, type Strikes } from './crash-loop-detector.ts';
import { createHeartbeat } from './heartbeat.ts';

/** What a role says of itself when it is up. */
export type Ready = Readonly<Record<string, unknown>>;

/** For a role whose main loop runs other people's code: it is ended when it says nothing for too long. */
export interface Watch {
  readonly silentMillis: number;
  /** Loading its programs may take so long. */
  readonly firstWithinMillis: number;
  /** After so many endings by itself without `healthyMillis` between, it is started with `safeArgument`, until it says that it was repaired. */
  readonly strikes: number;
  readonly healthyMillis: number;
  readonly safeArgument: string;
}

/** One child process and how it is started. */
export interface RoleSpec {
  readonly name: string;
  /** File beside this one, or an absolute file URL. */
  readonly file: string;
  readonly args: readonly string[];
  /** Flags of Node; left out, those that load TypeScript. */
  readonly execArgv?: readonly string[];
  /** Instead of the environment that the other roles share. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Told to it at each start where nobody else on the machine can read it, unlike an environment. */
  readonly introduce?: () => object;
  /** Hears what it says of itself whenever it is up, and null when it is gone. */
  readonly onChange?: (ready: Ready | null) => void;
  readonly watch?: Watch;
}

interface Child {
  readonly spec: RoleSpec;
  readonly strikes: Strikes;
  /** The city does without it for a while: it is tried again whatever stopped it. */
  readonly isOptional: boolean;
  process: ChildProcess | null;
  failures: number;
  timer: NodeJS.Timeout | null;
  startedAt: number;
  upAt: number | null;
  /** It has said once that it was up. */
  wasUp: boolean;
}

/** Roles that run, each in a process of its own. */
export interface Supervisor {
  /** Starts a role after the ones before it and resolves with what it said of itself when it was up. */
  start(spec: RoleSpec): Promise<Ready>;
  /** Starts a role that the city can do without: does not wait for it, and tries it again for as long as it takes. */
  keep(spec: RoleSpec): void;
  /** Process ids by role name; for drills and for people. */
  pids(): Readonly<Record<string, number>>;
  /** Ends the roles, last started first, each given time to finish what it holds. */
  close(): Promise<void>;
}

/** Node's own loader runs roles with a tenth less CPU than tsx, which names every inner function at each call; an older Node has none. */
const LOADS_TYPESCRIPT = process.features.typescript ? [] : ['--import', import.meta.resolve('tsx')];
/**
 * Eight mebibytes instead of sixteen for what is young: over the roles of the demo city four took 90 MiB less than sixteen, and eight take 21 MB
 * more than four. No helpers to collect it: little of it outlives a piece of a batch, so that waking them costs more than they do (a tenth of the brain's CPU).
 */
const KEEPS_HEAP_SMALL = ['--max-semi-space-size=8', '--no-parallel-scavenge'];
/** Two of the C library's heaps instead of one a thread: 25 MiB less. */
const KEEPS_MALLOC_SMALL = { MALLOC_ARENA_MAX: '2' };
const FIRST_WAIT_MILLIS = 200;
/** Devices wait while the gateway is away, so not longer than this. */
const LONGEST_WAIT_MILLIS = 5_000;
/** A role that ran this long counts as well again. */
const STABLE_AFTER_MILLIS = 10_000;
const CLOSE_WITHIN_MILLIS = 20_000;
const NEVER: Watch = {
  silentMillis: Number.POSITIVE_INFINITY,
  firstWithinMillis: Number.POSITIVE_INFINITY,
  strikes: Number.POSITIVE_INFINITY,
  healthyMillis: 0,
  safeArgument: '',
};
/** How often silence is looked for, as a share of what counts as silence. */
const LOOKS_PER_SILENCE = 10;

/** Starts roles and keeps them running: one that ends by itself is started again with back-off, and that is said. */
export function createSupervisor(options: {
  readonly log: Logger;
  /** Of the roles; read at each start, so what the caller learns can be put into it. */
  readonly environment?: NodeJS.ProcessEnv;
}): Supervisor {
  const { log } = options;
  const children: Child[] = [];
  let isClosing = false;

  function launch(child: Child): Promise<Ready> {
    const { spec, strikes } = child;
    const up = Promise.withResolvers<Ready>();
    const safely = strikes.isSafe && spec.watch ? [spec.watch.safeArgument] : [];
    const started = fork(fileURLToPath(new URL(spec.file, import.meta.url)), [...spec.args, ...safely], {
      execArgv: [...(spec.execArgv ?? [...LOADS_TYPESCRIPT, ...KEEPS_HEAP_SMALL])],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { ...KEEPS_MALLOC_SMALL, ...(spec.environment ?? options.environment ?? process.env) },
    });
    child.process = started;
    child.startedAt = performance.now();
    child.upAt = null;
    // A role that is gone already hears nothing; its exit is told below.
    if (spec.introduce) started.send(spec.introduce(), () => {});
    const watched = watchOver(child, started);
    started.on('message', (message: { type?: string }) => {
      if (message.type === 'alive') watched.heard();
      if (message.type === 'repaired') strikes.repaired();
      if (message.type !== 'ready') return;
      child.wasUp = true;
      child.upAt = performance.now();
      spec.onChange?.(message as Ready);
      up.resolve(message as Ready);
    });
    started.once('exit', (code, signal) => {
      watched.stop();
      child.process = null;
      spec.onChange?.(null);
      up.reject(
        code === EXIT_USAGE
          ? new ConfigError(spec.name, 'did not start; the line above says why')
          : new Error(`${spec.name} ended with ${code ?? signal}`),
      );
      // At its first start a wrong setting is told to the caller; later it may be a file that is just being edited.
      const isWorthATry = code !== EXIT_USAGE || child.wasUp || child.isOptional;
      if (!isClosing && isWorthATry) restartLater(child, code ?? signal, watched.reason);
    });
    return up.promise;
  }

  /** Ends a role that says nothing for too long, also one that is being closed: it cannot hear that it should end. */
  function watchOver(child: Child, running: ChildProcess) {
    const { watch } = child.spec;
    if (!watch) return { heard() {}, stop() {}, reason: null };
    const heartbeat = createHeartbeat({ ...watch, now: () => performance.now() });
    const timer = setInterval(() => {
      if (!heartbeat.isSilent()) return;
      clearInterval(timer);
      watched.reason = `its main loop stood still for ${watch.silentMillis / 1000} s`;
      running.kill('SIGKILL');
    }, watch.silentMillis / LOOKS_PER_SILENCE);
    const watched = { heard: heartbeat.heard, stop: () => clearInterval(timer), reason: null as string | null };
    return watched;
  }

  function restartLater(child: Child, ending: number | NodeJS.Signals | null, reason: string | null): void {
    const { spec, strikes } = child;
    const now = performance.now();
    child.failures = now - child.startedAt > STABLE_AFTER_MILLIS ? 1 : child.failures + 1;
    const waitMillis = Math.min(LONGEST_WAIT_MILLIS, FIRST_WAIT_MILLIS * 2 ** (child.failures - 1));
    // One that ended otherwise before it was up has not run what people built: safety would not help it.
    if (child.upAt !== null || reason !== null) strikes.ended(now - (child.upAt ?? now));
    const why = reason === null ? {} : { reason };
    log.warn({ role: spec.name, ending, ...why, waitMillis }, 'a role ended by itself; starting it again');
    if (strikes.isSafe) {
      log.warn(
        { role: spec.name, strikes: spec.watch?.strikes },
        'it ended again and again: it is started safely, without running what people built, until that is repaired',
      );
    }
    child.timer = setTimeout(() => launch(child).catch(() => {}), waitMillis);
  }

  function add(spec: RoleSpec, isOptional: boolean): Child {
    const { strikes: limit, healthyMillis } = spec.watch ?? NEVER;
    const strikes = createStrikes({ limit, healthyMillis });
    const started = { process: null, failures: 0, timer: null, startedAt: 0, upAt: null, wasUp: false };
    const child: Child = { spec, strikes, isOptional, ...started };
    children.push(child);
    return child;
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
    start: async (spec) => await launch(add(spec, false)),
    keep(spec) {
      // Its ending is told, and tried again, where it is seen.
      launch(add(spec, true)).catch(() => {});
    },
    pids: () =>
      Object.fromEntries(children.flatMap(({ spec, process }) => (process?.pid ? [[spec.name, process.pid]] : []))),
    async close() {
      isClosing = true;
      for (const child of children.toReversed()) await stop(child);
    },
  };
}
