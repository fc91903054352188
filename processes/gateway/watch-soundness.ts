import type { Logger } from 'pino';
import type { Journal, JournalWriter } from '../../model/journal.ts';
import type { Check } from '../status-server.ts';

/** Checks closed segments of the journal in the background, and says for `/readyz` whether it is sound. */
export function watchSoundness(files: Journal, journal: JournalWriter, log: Logger) {
  const watch = files.watch({
    durableOffset: () => journal.durableOffset,
    now: () => performance.now(),
    wait: (millis) => new Promise((resolve) => setTimeout(resolve, millis).unref()),
    onDamage: (damage) => log.error({ damage }, 'a journal segment is damaged; npx citynerve verify --journal'),
    onFault: (error) => log.error({ err: error }, 'the journal could not be checked; tried again within the hour'),
  });
  return {
    counts: watch,
    stop: () => watch.stop(),
    check(): Check {
      // What the writer saw itself: the check in the background comes to it within the hour.
      const { lossDetail } = journal;
      return { name: 'journal-sound', ok: watch.isSound && lossDetail === null, detail: lossDetail ?? watch.detail };
    },
  };
}
