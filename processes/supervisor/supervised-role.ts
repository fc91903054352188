import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Logger } from 'pino';
import { ConfigError } from '../../model/config-error.ts';
import { EXIT_USAGE } from '../role.ts';
import { createBackOff } from './back-off.ts';
import { createCrashLoopDetector } from './crash-loop-detector.ts';
import { forkRole } from './fork-role.ts';
import type { Ready, RoleSpec, Watch } from './role-spec.ts';
import { watchRole } from './watch-role.ts';

const DEFAULT_WATCH: Watch = { silentMillis: 15_000, loadingMillis: 120_000, loadsUntil: 'ready' };
const LONGEST_WAIT_MILLIS = 30_000;
/** A role that was ready for so long has recovered. */
const STABLE_MILLIS = 60_000;
const CLOSE_WITHIN_MILLIS = 20_000;

interface Options {
  readonly spec: RoleSpec;
  /** The city does without it for a while: it is tried again whatever stopped it. */
  readonly isOptional: boolean;
  readonly log: Logger;
  /** Read at each start. */
  readonly environment: NodeJS.ProcessEnv;
}

/** One role that is kept running: its process, and what follows when that ends or hangs. */
export class SupervisedRole {
  readonly name: string;
  readonly #options: Options;
  readonly #backOff;
  readonly #crashLoop;
  readonly #firstReady = Promise.withResolvers<Ready>();
  #process: ChildProcess | null = null;
  #timer: NodeJS.Timeout | undefined;
  /** Of the process that runs now. */
  #readyAt: number | null = null;
  #wasReady = false;
  #isClosing = false;

  constructor(options: Options) {
    const { name, safeStart, longestWaitMillis = LONGEST_WAIT_MILLIS } = options.spec;
    this.name = name;
    this.#options = options;
    this.#backOff = createBackOff({ longestMillis: longestWaitMillis, stableMillis: STABLE_MILLIS });
    const limit = safeStart?.afterCrashes ?? Number.POSITIVE_INFINITY;
    this.#crashLoop = createCrashLoopDetector({ limit, stableMillis: STABLE_MILLIS });
    // Nobody has to wait for it.
    this.#firstReady.promise.catch(() => {});
    this.#launch();
  }

  /** What it says of itself when it is ready for the first time. Rejects when a wrong setting stops it, or it is closed before. */
  get firstReady(): Promise<Ready> {
    return this.#firstReady.promise;
  }

  get pid(): number | null {
    return this.#process?.pid ?? null;
  }

  /** Ends it and does not start it again; one that does not end in time is killed. */
  async close(): Promise<void> {
    this.#isClosing = true;
    clearTimeout(this.#timer);
    this.#firstReady.reject(new Error(`${this.name} was ended before it was ready`));
    const running = this.#process;
    if (!running) return;
    const ended = once(running, 'exit');
    running.kill('SIGTERM');
    const deadline = setTimeout(() => {
      this.#options.log.error(
        { role: this.name },
        'did not end in time and was killed; the journal keeps what it held',
      );
      running.kill('SIGKILL');
    }, CLOSE_WITHIN_MILLIS);
    await ended;
    clearTimeout(deadline);
  }

  #launch(): void {
    const { spec, environment } = this.#options;
    const safely = this.#crashLoop.isLooping && spec.safeStart ? [spec.safeStart.argument] : [];
    const started = forkRole(spec, environment, safely);
    const watch = watchRole(started, spec.watch ?? DEFAULT_WATCH);
    this.#process = started;
    this.#readyAt = null;
    started.on('message', (message: { readonly type?: string }) => {
      watch.heard(message.type);
      if (message.type === 'repaired') this.#crashLoop.repaired();
      if (message.type !== 'ready') return;
      this.#wasReady = true;
      this.#readyAt = performance.now();
      spec.onChange?.(message);
      this.#firstReady.resolve(message);
    });
    started.once('exit', (code, signal) => {
      watch.stop();
      this.#process = null;
      spec.onChange?.(null);
      if (!this.#isClosing) this.#ended(code ?? signal, watch.reason);
    });
  }

  /** `reason`: why the supervisor ended it; null when it ended by itself. */
  #ended(ending: number | NodeJS.Signals | null, reason: string | null): void {
    const { spec, isOptional, log } = this.#options;
    // At its first start a wrong setting is told to the caller; later it may be a file that is just being edited.
    if (ending === EXIT_USAGE && !this.#wasReady && !isOptional) {
      this.#firstReady.reject(new ConfigError(spec.name, 'did not start; the line above says why'));
      return;
    }
    const readyMillis = this.#readyAt === null ? 0 : performance.now() - this.#readyAt;
    const waitMillis = this.#backOff.next(readyMillis);
    // One that crashed before it was ready has not run what people built: starting without that would not help it.
    if (this.#readyAt !== null || reason !== null) this.#crashLoop.ended(readyMillis);
    if (reason === null) log.warn({ role: spec.name, ending, waitMillis }, 'a role ended by itself; starting it again');
    else log.warn({ role: spec.name, ending, reason, waitMillis }, 'a role hung and was killed; starting it again');
    if (this.#crashLoop.isLooping) {
      log.warn(
        { role: spec.name, crashes: spec.safeStart?.afterCrashes },
        'a crash loop: the role is started safely, without running what people built, until that is repaired',
      );
    }
    this.#timer = setTimeout(() => this.#launch(), waitMillis);
  }
}
