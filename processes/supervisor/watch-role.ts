import type { ChildProcess } from 'node:child_process';
import { createHeartbeat } from './heartbeat.ts';
import type { Watch } from './role-spec.ts';

/** How often silence is looked for, as a share of what counts as silence. */
const LOOKS_PER_SILENCE = 10;

/** The watch over one process of a role. */
export interface RoleWatch {
  /** It has sent a message of this type. */
  heard(type: string | undefined): void;
  stop(): void;
  /** Why it was ended; null as long as it was not. */
  readonly reason: string | null;
}

/** Ends a role (SIGKILL) whose main loop does not answer, also one that is being closed: it cannot receive that it should end. */
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
  }, watch.silentMillis / LOOKS_PER_SILENCE);
  return {
    heard(type) {
      heartbeat.heard();
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
