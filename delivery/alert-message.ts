import { createHash } from 'node:crypto';
import type { Alert } from '../model/alert.ts';
import { DeliveryError } from './delivery-error.ts';

/** Largest message that a destination is sent, in bytes of UTF-8. */
export const MOST_MESSAGE_BYTES = 64 * 1024;
const MOST_HISTORY = 50;
/** How many of the latest changes stay when the message is too large even without the inputs of its evidence. */
const SHORTER_HISTORIES = [MOST_HISTORY, 10, 1, 0];

/** Made once for each revision: an alert is frozen, and a large one takes 20 ms. */
const made = new WeakMap<Alert, string | DeliveryError>();

/**
 * The JSON text of an alert as destinations are sent it: the alert itself, with its latest 50 changes and `historyOmitted` for those before.
 * Beyond 64 KiB without what its evidence was computed from (window, reading, packs): `evidenceHash` is then the SHA-256 of the whole
 * evidence as JSON text, and `evidenceUrl` where the API gives it. The same alert gives the same text. Throws a permanent `DeliveryError` when even that is too large.
 */
export function alertMessage(alert: Alert): string {
  const message = made.get(alert) ?? makeMessage(alert);
  made.set(alert, message);
  if (message instanceof DeliveryError) throw message;
  return message;
}

function makeMessage(alert: Alert): string | DeliveryError {
  const whole = JSON.stringify({ ...alert, ...latest(alert, MOST_HISTORY) });
  if (fits(whole)) return whole;
  const evidence = withoutInputs(alert);
  for (const most of SHORTER_HISTORIES) {
    const text = JSON.stringify({ ...alert, ...latest(alert, most), ...evidence });
    if (fits(text)) return text;
  }
  return new DeliveryError(`larger than ${MOST_MESSAGE_BYTES} bytes, also without its evidence`, { isPermanent: true });
}

const fits = (text: string): boolean => Buffer.byteLength(text) <= MOST_MESSAGE_BYTES;

function latest({ history }: Alert, most: number): object {
  const omitted = history.length - most;
  return omitted > 0 ? { history: history.slice(omitted), historyOmitted: omitted } : { history };
}

function withoutInputs({ id, evidence }: Alert): object {
  const { window, reading, pack, furtherPacks, ...rest } = evidence;
  return {
    evidence: { ...rest, pack: { id: pack.id, version: pack.version } },
    evidenceHash: createHash('sha256').update(JSON.stringify(evidence)).digest('hex'),
    evidenceUrl: `/api/alerts/${encodeURIComponent(id)}/evidence`,
  };
}
