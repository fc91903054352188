import type { ChildProcess } from 'node:child_process';
import { createHeartbeat } from './heartbeat.ts';
import type { Watch } from './role-spec.ts';

/** Number of checks within `silentMillis`. */
const CHECKS_PER_TIMEOUT = 10;

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
 * closed, because a role that hangs does not handle SIGTERM.
 */
export function watchRole(running: ChildProcess, watch: Watch): RoleWatch {
  const heartbeat = createHeartbeat({ ...watch, now: () => performance.now() });
  let isLoading = true;
  let reason: string | null = null;
  const timer = setInterval(() => {
    if (!heartbeat.isSilent()) return;
    clearInterval(timer);
    const seconds = (isLoading ? watch.loadingMillis : watch.silentMillis) / 1000;
    reason = `its main loop did not answer for ${seconds} s${isLoading ? ' while it was loading' : ''}`;
    running.kill('SIGKILL');
  }, watch.silentMillis / CHECKS_PER_TIMEOUT);
  return {
    received(type) {
      heartbeat.received();
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
