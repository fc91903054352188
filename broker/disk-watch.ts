import type { Logger } from 'pino';

/**
 * Warns in the log and in the readiness check that the journal's disk fills up, before the gateway has to stop
 * acknowledging.
 */
export interface DiskWatch {
  /** Called once a second; logs only when the used share has risen to `warnDiskShare` or has fallen below it. */
  update(): void;
  /** The readiness check. */
  check(): { readonly name: string; readonly ok: boolean; readonly detail: string };
}

/** Shares are from 0 to 1. `usedShare` returns null while it is not known. */
export function createDiskWatch(options: {
  readonly usedShare: () => number | null;
  /** The system's error message when the share could not be read; null otherwise. */
  readonly trouble?: () => string | null;
  readonly warnDiskShare: number;
  readonly stopDiskShare: number;
  readonly log: Logger;
}): DiskWatch {
  const { usedShare, warnDiskShare: warnShare, stopDiskShare: stopShare, log } = options;
  let isWarned = false;
  const describe = (share: number): string =>
    share < warnShare
      ? `${percent(share)} full`
      : `${percent(share)} full: make room, or keep messages for fewer days; from ${percent(stopShare)} on none is acknowledged`;
  return {
    update() {
      const share = usedShare();
      if (share === null || share >= warnShare === isWarned) return;
      isWarned = !isWarned;
      if (isWarned) log.warn({ usedShare: share }, `the disk of the journal is ${describe(share)}`);
      else log.info({ usedShare: share }, 'the disk of the journal has room again');
    },
    check() {
      const share = usedShare();
      const trouble = options.trouble?.() ?? null;
      if (trouble !== null) {
        return {
          name: 'disk',
          ok: false,
          detail: `the free space of the disk cannot be read: ${trouble}; check the disk and its mount`,
        };
      }
      if (share === null) return { name: 'disk', ok: true, detail: 'not measured yet' };
      return { name: 'disk', ok: share < stopShare, detail: describe(share) };
    },
  };
}

const percent = (share: number): string => `${Math.floor(share * 100)} %`;
