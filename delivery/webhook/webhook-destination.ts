import type { Effect } from '../../model/effect.ts';
import type { Severity } from '../../model/scenario.ts';
import type { After } from '../../model/timers.ts';
import { VERSION } from '../../model/version.ts';
import { alertMessage } from '../alert-message.ts';
import { DeliveryError } from '../delivery-error.ts';
import type { Destination } from '../destination.ts';
import { wantsSeverity } from '../wants-severity.ts';
import { sign } from './sign.ts';

/** The settings of a webhook in `city.yaml`. */
export interface WebhookSettings {
  readonly name: string;
  readonly url: string;
  readonly severities: readonly Severity[];
}

/** Options of `createWebhook`. */
export interface WebhookOptions extends WebhookSettings {
  readonly secret: string;
  /** Wall clock, milliseconds since 1970. */
  readonly now: () => number;
  readonly after: After;
}

const ANSWER_MILLIS = 10_000;
const MAX_IN_FLIGHT = 4;
/** 4xx statuses that are transient: Request Timeout, Too Early, Too Many Requests. */
const TRANSIENT_STATUSES = new Set([408, 425, 429]);

/**
 * Posts each alert as signed JSON to one URL. A 2xx status means that the receiver has it; 4xx is permanent except 408,
 * 425 and 429; anything else is retried with the same id and body. Redirects are not followed, so that the alert goes
 * to no other host than the one in `city.yaml`.
 */
export function createWebhook(options: WebhookOptions): Destination {
  const { name, url, severities } = options;
  let trouble: string | null = null;
  return {
    name: `webhook:${name}`,
    maxInFlight: MAX_IN_FLIGHT,
    wants: wantsSeverity(severities),
    async deliver(effect, signal) {
      const body = bodyOf(effect);
      try {
        checkStatus(await post(options, effect.id, body, signal));
        trouble = null;
      } catch (error) {
        trouble = error instanceof Error ? error.message : String(error);
        throw error;
      }
    },
    health: () => ({ isConnected: trouble === null, detail: trouble ?? `posts to ${new URL(url).host}` }),
    close: async () => {},
  };
}

const bodyOf = ({ id, type, alert }: Effect): string =>
  `{"id":${JSON.stringify(id)},"type":${JSON.stringify(type)},"alert":${alertMessage(alert)}}`;

/** Resolves with the status of the response; its body is not read. Rejects when there is no response within 10 s. */
async function post(
  { url, secret, now, after }: WebhookOptions,
  id: string,
  body: string,
  signal: AbortSignal,
): Promise<number> {
  const timeout = new AbortController();
  const cancel = after(ANSWER_MILLIS, () => timeout.abort());
  const timestamp = String(now());
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'Content-Type': 'application/json',
        'User-Agent': `Citynerve/${VERSION}`,
        'Citynerve-Event-Id': encodeURI(id),
        'Citynerve-Timestamp': timestamp,
        'Citynerve-Signature': sign(secret, timestamp, body),
      },
      body,
      signal: AbortSignal.any([signal, timeout.signal]),
    });
    await response.body?.cancel();
    return response.status;
  } catch (error) {
    const why = timeout.signal.aborted ? `no answer within ${ANSWER_MILLIS / 1000} s` : reasonOf(error);
    throw new DeliveryError(why, { isPermanent: false, cause: error });
  } finally {
    cancel();
  }
}

function checkStatus(status: number): void {
  if (status >= 200 && status < 300) return;
  const isRedirect = status >= 300 && status < 400;
  const isPermanent = status >= 400 && status < 500 && !TRANSIENT_STATUSES.has(status);
  throw new DeliveryError(
    isRedirect ? `answered ${status}: redirects are not followed, name the final address` : `answered ${status}`,
    { isPermanent },
  );
}

/** The reason of a failed `fetch`, which is in the cause of its error. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (!(cause instanceof Error)) return 'the connection failed';
  return 'code' in cause && cause.message === '' ? String(cause.code) : cause.message;
}
