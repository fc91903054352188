import type { After } from '../model/timers.ts';
import type { Destination } from './destination.ts';
import { createEmail, type EmailSettings } from './email/email-destination.ts';
import type { EmailWords } from './email/email-text.ts';
import { connectMqtt } from './mqtt/mqtt-destination.ts';
import { createWebhook, type WebhookSettings } from './webhook/webhook-destination.ts';

/** Settings, secrets and clocks for the destinations of a city. */
export interface DestinationOptions {
  readonly mqtt: { readonly url: string; readonly token: string };
  readonly alerts: { readonly webhooks: readonly WebhookSettings[]; readonly emails: readonly EmailSettings[] };
  /** The secret by which a webhook's requests are signed; created if missing. */
  readonly webhookSecret: (name: string) => string;
  /** Login at a mail server; null: none. */
  readonly emailLogin: (name: string) => { readonly user: string; readonly password: string } | null;
  readonly words: EmailWords;
  readonly onError: (name: string, error: Error) => void;
  /** Wall clock, milliseconds since 1970. */
  readonly now: () => number;
  readonly after: After;
}

/** The kinds of destinations: each function opens those that the city has. */
const KINDS: readonly ((options: DestinationOptions) => readonly Destination[])[] = [
  ({ mqtt, onError }) => [connectMqtt({ ...mqtt, onError: (error) => onError('mqtt', error) })],
  ({ alerts, webhookSecret, now, after }) =>
    alerts.webhooks.map((settings) => createWebhook({ ...settings, secret: webhookSecret(settings.name), now, after })),
  ({ alerts, emailLogin, words }) =>
    alerts.emails.map((settings) => createEmail({ ...settings, login: emailLogin(settings.name), words })),
];

/** Opens all destinations of alerts: the city's own MQTT first, then those in `city.yaml`. */
export const openDestinations = (options: DestinationOptions): readonly Destination[] =>
  KINDS.flatMap((open) => open(options));

/** Name of a destination's cursor file: `webhook:duty` has `webhook-duty.cursor`. */
export const cursorFileName = (destinationName: string): string => `${destinationName.replaceAll(':', '-')}.cursor`;
