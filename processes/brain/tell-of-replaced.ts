import type { Logger } from 'pino';
import type { DataFolder } from '../../city/data-folder.ts';
import { forgetReplaced, replacedGeneration } from '../../city/generation.ts';
import type { DeliverySink } from '../../delivery/delivery-sink.ts';
import { tellReplaced } from '../../delivery/documents/tell-replaced.ts';
import type { Alert } from '../../model/alert.ts';
import { inGeneration } from '../../model/in-generation.ts';
import { openDocuments } from '../../store/documents/documents.ts';

const LOOK_MILLIS = 1_000;

/**
 * Tells destinations of the alerts that they were told of as active and that are not, now that another generation is
 * shown. Again at the next start, with the same ids, until nothing waits any more.
 */
export function tellOfReplaced(options: {
  readonly folder: DataFolder;
  readonly log: Logger;
  /** Aborted: the role is about to end. */
  readonly closing: AbortSignal;
  readonly deliveries: readonly DeliverySink[];
  readonly find: (alertId: string) => Alert | null;
  readonly cityTime: number;
}): void {
  const { folder, log, closing, deliveries, find, cityTime } = options;
  const replaced = replacedGeneration(folder);
  if (replaced === null) return;
  const documents = openDocuments(inGeneration(folder.documents, replaced), {
    onDamage: (detail) => log.warn({ detail }, 'alerts of the generation before'),
  });
  const listed = documents.alerts({ status: 'active', limit: Number.MAX_SAFE_INTEGER });
  documents.close();
  const effects = tellReplaced({ listed, find, cityTime });
  for (const delivery of deliveries) delivery.take({ nextOffset: delivery.nextOffset, cityTime, effects });
  const timer = setInterval(() => {
    if (deliveries.some((delivery) => delivery.status().waiting > 0)) return;
    clearInterval(timer);
    forgetReplaced(folder);
  }, LOOK_MILLIS);
  closing.addEventListener('abort', () => clearInterval(timer), { once: true });
}
