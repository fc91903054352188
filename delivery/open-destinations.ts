import type { After } from '../model/timers.ts';
import type { Destination } from './destination.ts';
import { createEmail, type EmailSettings } from './email/email-destination.ts';
import type { EmailWords } from './email/email-text.ts';
import { connectMqtt } from './mqtt/mqtt-destination.ts';
import { createWebhook, type WebhookSettings } from './webhook/webhook-destination.ts';

/** Everything that the destinations of a city are made from. */
export interface DestinationOptions {
  readonly mqtt: { readonly url: string; readonly token: string };
  readonly alerts: { readonly webhooks: readonly WebhookSettings[]; readonly emails: readonly EmailSettings[] };
  /** The secret that a webhook's requests are signed with; made when there is none yet. */
  readonly webhookSecret: (name: string) => string;
  /** Login at a mail server; null: it wants none. */
  readonly emailLogin: (name: string) => { readonly user: string; readonly password: string } | null;
  readonly words: EmailWords;
  readonly onError: (name: string, error: Error) => void;
  /** Wall clock, ms. */
  readonly now: () => number;
  readonly after: After;
}

/** Every kind of destination, a line each: what of it the city has. */
const KINDS: readonly ((options: DestinationOptions) => readonly Destination[])[] = [
  ({ mqtt, onError }) => [connectMqtt({ ...mqtt, onError: (error) => onError('mqtt', error) })],
  ({ alerts, webhookSecret, now, after }) =>
    alerts.webhooks.map((settings) => createWebhook({ ...settings, secret: webhookSecret(settings.name), now, after })),
  ({ alerts, emailLogin, words }) =>
    alerts.emails.map((settings) => createEmail({ ...settings, login: emailLogin(settings.name), words })),
];

/** Opens everything that the city's alerts are told to: its own MQTT first, then what `city.yaml` names. */
export const openDestinations = (options: DestinationOptions): readonly Destination[] =>
  KINDS.flatMap((open) => open(options));

/** Name of the file in which a destination keeps its cursor: `webhook:duty` has `webhook-duty.cursor`. */
export const cursorFileName = (destinationName: string): string => `${destinationName.replaceAll(':', '-')}.cursor`;
