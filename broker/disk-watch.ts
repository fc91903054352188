import type { Logger } from 'pino';

/** Says in the log and in readiness that the disk of the journal fills up, before nothing can be acknowledged any more. */
export interface DiskWatch {
  /** Called now and then; says something only when the disk goes over the mark or comes back under it. */
  look(): void;
  check(): { readonly name: string; readonly ok: boolean; readonly detail: string };
}

/** Shares from 0 to 1. `usedShare` null: not known. */
export function createDiskWatch(options: {
  readonly usedShare: () => number | null;
  /** Why it is not known, in the system's words; null before the first look and while it is known. */
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
    look() {
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
          detail: `the disk cannot be asked how full it is: ${trouble}; look at the disk`,
        };
      }
      if (share === null) return { name: 'disk', ok: true, detail: 'not asked yet' };
      return { name: 'disk', ok: share < stopShare, detail: describe(share) };
    },
  };
}

const percent = (share: number): string => `${Math.floor(share * 100)} %`;
