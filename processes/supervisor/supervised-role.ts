import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Logger } from 'pino';
import { EXIT_USAGE } from '../explain-failure.ts';
import { ExplainedError } from '../explained-error.ts';
import { createBackOff } from './back-off.ts';
import { createCrashLoopDetector } from './crash-loop-detector.ts';
import { forkRole } from './fork-role.ts';
import type { Ready, RoleSpec, Watch } from './role-spec.ts';
import { watchRole } from './watch-role.ts';

const DEFAULT_WATCH: Watch = { silentMillis: 15_000, loadingMillis: 120_000, loadsUntil: 'ready' };
const LONGEST_WAIT_MILLIS = 30_000;
/** After being ready for so long, a role counts as recovered: back-off and crash count start again. */
const STABLE_MILLIS = 60_000;
const CLOSE_WITHIN_MILLIS = 20_000;

interface Options {
  readonly spec: RoleSpec;
  /** The city works without it: the role is started again whatever ended it, also a wrong setting. */
  readonly isOptional: boolean;
  readonly log: Logger;
  /** Read at each start. */
  readonly environment: NodeJS.ProcessEnv;
}

/** One role that is kept running: starts its process, and starts it again when it ends or hangs. */
export class SupervisedRole {
  readonly name: string;
  readonly #options: Options;
  readonly #backOff;
  readonly #crashLoop;
  readonly #firstReady = Promise.withResolvers<Ready>();
  #process: ChildProcess | null = null;
  #timer: NodeJS.Timeout | undefined;
  /** When the present process became ready; null before. */
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
    // A caller need not wait for it; without a handler a rejection would end the process.
    this.#firstReady.promise.catch(() => {});
    this.#launch();
  }

  /**
   * Resolves with the role's first ready message. Rejects when a wrong setting ends the role, or it is closed before.
   */
  get firstReady(): Promise<Ready> {
    return this.#firstReady.promise;
  }

  get pid(): number | null {
    return this.#process?.pid ?? null;
  }

  /** Ends the role for good; kills it when it does not end within 20 s. */
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
        'a role did not end in time and was killed; nothing in the journal is lost',
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
      watch.received(message.type);
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

  /** `reason`: why the supervisor killed it; null when it ended by itself. */
  #ended(ending: number | NodeJS.Signals | null, reason: string | null): void {
    const { spec, isOptional, log } = this.#options;
    // At the first start a wrong setting is reported to the caller. Later it may be a file that is just being edited,
    // so the role is started again.
    if (ending === EXIT_USAGE && !this.#wasReady && !isOptional) {
      this.#firstReady.reject(new ExplainedError(`${spec.name}: did not start; the line above says why`));
      return;
    }
    const readyMillis = this.#readyAt === null ? 0 : performance.now() - this.#readyAt;
    const waitMillis = this.#backOff(readyMillis);
    // A role that crashed before it was ready has not run what people built, so safe mode would not help.
    if (this.#readyAt !== null || reason !== null) this.#crashLoop.ended(readyMillis);
    if (reason === null) log.warn({ role: spec.name, ending, waitMillis }, 'a role ended by itself; starting it again');
    else log.warn({ role: spec.name, ending, reason, waitMillis }, 'a role hung and was killed; starting it again');
    if (this.#crashLoop.isLooping) {
      log.warn(
        { role: spec.name, crashes: spec.safeStart?.afterCrashes },
        'a crash loop: the role is started in safe mode, without running what people built, until that is repaired',
      );
    }
    this.#timer = setTimeout(() => this.#launch(), waitMillis);
  }
}
