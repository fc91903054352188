import type { ChildProcess } from 'node:child_process';
import { createHeartbeat } from './heartbeat.ts';
import { mainThreadMillis } from './main-thread-millis.ts';
import type { Watch } from './role-spec.ts';
import { createStarvation } from './starvation.ts';

/** Number of checks within `silentMillis`. */
const CHECKS_PER_TIMEOUT = 10;
/** A main loop that has had the CPU for this share of the timeout could have answered. */
const ENOUGH_CPU_SHARE = 0.5;

/** Watches one process of a role. */
export interface RoleWatch {
  /** To be called for each message of the process, with its type. */
  received(type: string | undefined): void;
  stop(): void;
  /** Why the process was killed; null while it was not. */
  readonly reason: string | null;
}

/**
 * Kills the process of a role (SIGKILL) whose main loop does not answer. This holds also while the role is being
 * closed, because a role that hangs does not handle SIGTERM. One that gets too little CPU time to answer is left alone.
 */
export function watchRole(running: ChildProcess, watch: Watch): RoleWatch {
  const heartbeat = createHeartbeat({ ...watch, now: () => performance.now() });
  const starvation = createStarvation({
    read: () => (running.pid === undefined ? null : mainThreadMillis(running.pid)),
    now: () => performance.now(),
    enoughMillis: ENOUGH_CPU_SHARE * watch.silentMillis,
    idleMillis: watch.silentMillis,
  });
  let hasAnswered = true;
  let isLoading = true;
  let reason: string | null = null;
  const timer = setInterval(() => {
    starvation.look(hasAnswered);
    hasAnswered = false;
    if (!heartbeat.isSilent() || starvation.isStarved) return;
    clearInterval(timer);
    const seconds = (isLoading ? watch.loadingMillis : watch.silentMillis) / 1000;
    const used = `it had ${(starvation.usedMillis / 1000).toFixed(1)} s of CPU time`;
    reason = `its main loop did not answer for ${seconds} s${isLoading ? ' while it was loading' : ''}; ${used}`;
    running.kill('SIGKILL');
  }, watch.silentMillis / CHECKS_PER_TIMEOUT);
  return {
    received(type) {
      heartbeat.received();
      hasAnswered = true;
      if (!isLoading || (watch.loadsUntil === 'ready' && type !== 'ready')) return;
      isLoading = false;
      heartbeat.loaded();
    },
    stop: () => clearInterval(timer),
    get reason() {
      return reason;
    },
  };
}
