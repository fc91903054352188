import type { Logger } from 'pino';
import { errorText, type FailureListener, placeOf } from '../../model/extension-health.ts';

/** So many kinds of failure are remembered; then they are logged anew. */
const MOST_KINDS = 1_000;

/**
 * Logs calls into extensions that threw, with the stack: the first of a kind, which is one extension with one message.
 * More of them are counted in its health. Every fold of a brain tells the same listener, and one that catches up meets
 * the same failures again.
 */
export function reportFailures(log: Logger): FailureListener {
  const seen = new Set<string>();
  return (failed, error) => {
    const kind = JSON.stringify([failed.kind, failed.id, errorText(error)]);
    if (seen.has(kind)) return;
    if (seen.size >= MOST_KINDS) seen.clear();
    seen.add(kind);
    log.error(
      { err: error, extension: `${failed.kind} ${failed.id}`, place: placeOf(failed), offset: failed.offset },
      'an extension threw; more of this kind are counted and not logged',
    );
  };
}
