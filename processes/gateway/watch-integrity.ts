import type { Logger } from 'pino';
import type { Journal, JournalWriter } from '../../model/journal.ts';
import type { Check } from '../status-server.ts';

/** Checks closed segments of the journal in the background; `check` is the readiness check `journal-sound`. */
export function watchIntegrity(files: Journal, journal: JournalWriter, log: Logger) {
  const watch = files.watch({
    durableOffset: () => journal.durableOffset,
    now: () => performance.now(),
    wait: (millis) => new Promise((resolve) => setTimeout(resolve, millis).unref()),
    onDamage: (damage) =>
      log.error({ damage }, 'a journal segment is damaged; see docs/operators.md, "When a file is damaged"'),
    onFault: (error) =>
      log.error({ err: error }, 'the journal could not be checked; the next check is within the hour'),
  });
  return {
    counts: watch,
    stop: () => watch.stop(),
    check(): Check {
      // Damage that the writer itself has found; the background check reaches it only within the hour.
      const { lossDetail } = journal;
      return { name: 'journal-sound', ok: watch.isSound && lossDetail === null, detail: lossDetail ?? watch.detail };
    },
  };
}
