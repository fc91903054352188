import type { Alert } from '../model/alert.ts';
import { evidenceHash } from '../model/evidence-hash.ts';
import { DeliveryError } from './delivery-error.ts';

/** Limit for the size of a message to a destination, bytes of UTF-8. */
export const MAX_MESSAGE_BYTES = 64 * 1024;
const MAX_HISTORY = 50;
/**
 * Numbers of latest changes to try, one after the other, when the message is too large also without the evidence's
 * inputs.
 */
const SHORTER_HISTORIES = [MAX_HISTORY, 10, 1, 0];

/** Cache by alert, which is never changed: a large message takes 20 ms to make. */
const made = new WeakMap<Alert, string | DeliveryError>();

/**
 * The JSON text of an alert that is sent to destinations: the alert with its latest 50 changes, and `historyOmitted`,
 * the number of earlier ones. Where that is more than 64 KiB, the inputs of its evidence (window, reading, packs) are
 * left out: `evidenceHash` is then the SHA-256 of the whole evidence as JSON text, and `evidenceUrl` its path in the
 * API. The same alert gives the same text. Throws a permanent `DeliveryError` when even that is too large.
 */
export function alertMessage(alert: Alert): string {
  const message = made.get(alert) ?? makeMessage(alert);
  made.set(alert, message);
  if (message instanceof DeliveryError) throw message;
  return message;
}

function makeMessage(alert: Alert): string | DeliveryError {
  const whole = JSON.stringify({ ...alert, ...latest(alert, MAX_HISTORY) });
  if (fits(whole)) return whole;
  const evidence = withoutInputs(alert);
  for (const most of SHORTER_HISTORIES) {
    const text = JSON.stringify({ ...alert, ...latest(alert, most), ...evidence });
    if (fits(text)) return text;
  }
  return new DeliveryError(`larger than ${MAX_MESSAGE_BYTES} bytes, also without its evidence`, { isPermanent: true });
}

const fits = (text: string): boolean => Buffer.byteLength(text) <= MAX_MESSAGE_BYTES;

function latest({ history }: Alert, most: number): object {
  const omitted = history.length - most;
  return omitted > 0 ? { history: history.slice(omitted), historyOmitted: omitted } : { history };
}

function withoutInputs({ id, evidence }: Alert): object {
  const { window, reading, pack, furtherPacks, ...rest } = evidence;
  return {
    evidence: { ...rest, pack: { id: pack.id, version: pack.version } },
    evidenceHash: evidenceHash(evidence),
    evidenceUrl: `/api/alerts/${encodeURIComponent(id)}/evidence`,
  };
}
