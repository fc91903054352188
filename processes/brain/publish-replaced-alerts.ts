import { existsSync } from 'node:fs';
import type { Logger } from 'pino';
import type { DataFolder } from '../../city/data-folder.ts';
import { forgetReplaced, replacedGeneration } from '../../city/generation.ts';
import type { DeliverySink } from '../../delivery/delivery-sink.ts';
import { clearReplacedAlerts } from '../../delivery/documents/clear-replaced-alerts.ts';
import type { Alert } from '../../model/alert.ts';
import { inGeneration } from '../../model/in-generation.ts';
import { openDocuments } from '../../store/documents/documents.ts';

const POLL_MILLIS = 1_000;

/**
 * After another generation has become the current one, publishes the alerts that were active in the former one and are
 * not active now. It is repeated at each start, with the same ids, until all of it is delivered.
 */
export function publishReplacedAlerts(options: {
  readonly folder: DataFolder;
  readonly log: Logger;
  /** Aborted when the role is being closed. */
  readonly closing: AbortSignal;
  readonly deliveries: readonly DeliverySink[];
  readonly find: (alertId: string) => Alert | null;
  readonly cityTime: number;
}): void {
  const { folder, log, closing, deliveries, find, cityTime } = options;
  const replaced = replacedGeneration(folder);
  if (replaced === null) return;
  const file = inGeneration(folder.documents, replaced);
  // A restored backup has only the generation that was shown.
  if (!existsSync(file)) {
    forgetReplaced(folder);
    return;
  }
  const documents = openDocuments(file, {
    onDamage: (detail) =>
      log.warn({ detail }, 'a file of the former generation is damaged: its alerts are not published as cleared'),
  });
  const listed = documents.alerts({ status: 'active', limit: Number.MAX_SAFE_INTEGER });
  documents.close();
  const effects = clearReplacedAlerts({ listed, find, cityTime });
  for (const delivery of deliveries) delivery.take({ nextOffset: delivery.nextOffset, cityTime, effects });
  const timer = setInterval(() => {
    if (deliveries.some((delivery) => delivery.status().waiting > 0)) return;
    clearInterval(timer);
    forgetReplaced(folder);
  }, POLL_MILLIS);
  closing.addEventListener('abort', () => clearInterval(timer), { once: true });
}
