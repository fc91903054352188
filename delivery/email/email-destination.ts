import { createHash } from 'node:crypto';
import type { Effect } from '../../model/effect.ts';
import type { Severity } from '../../model/scenario.ts';
import { DeliveryError } from '../delivery-error.ts';
import type { Destination } from '../destination.ts';
import { wantsSeverity } from '../wants-severity.ts';
import { type EmailWords, emailText } from './email-text.ts';

/** The settings of an e-mail destination in `city.yaml`: a mail server, sender and recipients. */
export interface EmailSettings {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly from: string;
  readonly to: readonly string[];
  readonly severities: readonly Severity[];
}

/** Options of `createEmail`. */
export interface EmailOptions extends EmailSettings {
  /** Login at the mail server; null: none. */
  readonly login: { readonly user: string; readonly password: string } | null;
  readonly words: EmailWords;
}

const MAX_IN_FLIGHT = 2;
const CONNECT_MILLIS = 10_000;
const SILENCE_MILLIS = 20_000;
/** Port for implicit TLS (RFC 8314, 3.3); on other ports STARTTLS is used where the server offers it. */
const TLS_PORT = 465;
const LOCAL_HOSTS = new Set(['localhost', '127.0.0.1', '::1']);

/**
 * Sends each alert as plain text to a list of addresses. The Message-ID is made from the effect's id, so that mail
 * programs recognise a repeat; all messages about one alert are in one thread. A password is sent only over TLS, unless
 * the server is on this machine.
 */
export function createEmail(options: EmailOptions): Destination {
  const { name, host, severities } = options;
  // Loaded with the first message: the library takes 30 MB and 150 ms.
  let transport: ReturnType<typeof openTransport> | null = null;
  let trouble: string | null = null;
  return {
    name: `email:${name}`,
    maxInFlight: MAX_IN_FLIGHT,
    wants: wantsSeverity(severities),
    async deliver(effect) {
      try {
        transport ??= openTransport(options);
        const { rejected } = await (await transport).sendMail(messageOf(effect, options));
        trouble = rejected?.length ? `${host} refuses ${rejected.map(String).join(', ')}` : null;
      } catch (error) {
        const failure = asDeliveryError(error);
        trouble = `${host}: ${failure.message}`;
        throw failure;
      }
    },
    health: () => ({ isConnected: trouble === null, detail: trouble ?? `sends over ${host}` }),
    close: async () => (await transport)?.close(),
  };
}

async function openTransport({ host, port, login }: EmailOptions) {
  const { createTransport } = await import('nodemailer');
  return createTransport({
    host,
    port,
    secure: port === TLS_PORT,
    requireTLS: login !== null && port !== TLS_PORT && !LOCAL_HOSTS.has(host),
    ...(login && { auth: { user: login.user, pass: login.password } }),
    connectionTimeout: CONNECT_MILLIS,
    greetingTimeout: CONNECT_MILLIS,
    socketTimeout: SILENCE_MILLIS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

function messageOf({ id, alert }: Effect, { from, to, words }: EmailOptions) {
  const domain = from.slice(from.lastIndexOf('@') + 1);
  const thread = `<${digest(alert.id)}@${domain}>`;
  return {
    ...emailText(alert, words),
    from,
    to: [...to],
    messageId: `<${digest(id)}@${domain}>`,
    references: thread,
    inReplyTo: thread,
    // City time of the change and not of the attempt, so that a repeat is the same message.
    date: new Date(alert.history.at(-1)?.at ?? alert.raisedAt),
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'Citynerve-Event-Id': encodeURI(id),
    },
    ...(alert.severity === 'critical' && { priority: 'high' as const }),
  };
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 40);

/**
 * A 5xx reply about addresses or text is permanent (RFC 5321, 4.2.1); a failed login can be corrected, and is retried.
 */
function asDeliveryError(error: unknown): DeliveryError {
  if (!(error instanceof Error)) return new DeliveryError(String(error), { isPermanent: false });
  const code = 'code' in error ? error.code : undefined;
  const responseCode = 'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : 0;
  const isAboutMessage = code === 'EENVELOPE' || code === 'EMESSAGE';
  // A reply of the server may have several lines.
  const message = error.message.replaceAll(/\s+/g, ' ');
  return new DeliveryError(message, { isPermanent: isAboutMessage && responseCode >= 500, cause: error });
}
