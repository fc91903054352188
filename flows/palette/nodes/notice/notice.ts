import { createHash } from 'node:crypto';
import { isSeverity, parseAlert, type Severity } from '../../city/alert.ts';
import { ALERT_EVENTS, alertSentence, type Language } from '../../city/alert-sentence.ts';
import { fieldsOf, numberOf, textOf } from '../../city/fields.ts';
import { fillTemplate } from '../../city/fill-template.ts';

/** Origin in a notice, so that no flow answers it. */
export const NOTICE_ORIGIN = 'citynerve-flows';
/** Root of the topics of notices. */
export const NOTICES_ROOT = 'city/v1/notices/';

/** What is published on `city/v1/notices/<name>`. */
export interface Notice {
  /** The same for the same cause and node, so that a receiver can drop duplicates. */
  readonly id: string;
  readonly origin: typeof NOTICE_ORIGIN;
  readonly name: string;
  /** Milliseconds since 1970, UTC, of this machine's clock. */
  readonly at: number;
  readonly severity: Severity;
  readonly text: string;
  readonly about?: Readonly<Record<string, string>>;
}

/** Settings of a notice node. */
export interface NoticeForm {
  readonly nodeId: string;
  readonly name: string;
  /** `alert`: the severity of the alert in the message. */
  readonly severity: Severity | 'alert';
  /** Empty: the message's text, or a sentence about its alert. */
  readonly template: string;
  readonly language: Language;
}

type Message = Readonly<Record<string, unknown>>;

/** Writes the notice for a message. Throws when it would have no text. */
export function writeNotice(form: NoticeForm, message: Message, at: number): Notice {
  const text = textFor(form, message).trim();
  if (text === '') throw new Error('empty');
  const { name, nodeId } = form;
  const severity = form.severity === 'alert' ? severityOf(message) : form.severity;
  const about = aboutOf(message);
  const id = createHash('sha256')
    .update(JSON.stringify([nodeId, causeOf(message)]))
    .digest('hex')
    .slice(0, 32);
  const notice = { id, origin: NOTICE_ORIGIN, name, at, severity, text } as const;
  return Object.keys(about).length > 0 ? { ...notice, about } : notice;
}

/** Whether it can be the last level of a topic: small letters, digits and hyphens. */
export const isNoticeName = (name: string): boolean => /^[a-z0-9][a-z0-9-]{0,63}$/.test(name);

function textFor({ template, language }: NoticeForm, message: Message): string {
  if (template.trim() !== '') return fillTemplate(template, message);
  const alert = parseAlert(message['alert']);
  const event = ALERT_EVENTS.find((known) => known === message['event']) ?? 'changed';
  if (alert !== null) return alertSentence(alert, event, language);
  return fillTemplate(message['payload'] === undefined ? '' : '{{payload}}', message);
}

function severityOf(message: Message): Severity {
  const { severity } = fieldsOf(message, 'alert');
  return isSeverity(severity) ? severity : 'watch';
}

function aboutOf(message: Message): Record<string, string> {
  const alert = fieldsOf(message, 'alert');
  const reading = fieldsOf(message, 'reading');
  const parts = {
    alertId: textOf(alert, 'id'),
    zoneId: textOf(alert, 'zoneId') ?? textOf(reading, 'zoneId'),
    scenarioId: textOf(alert, 'scenarioId'),
    deviceId: textOf(reading, 'deviceId'),
  };
  return Object.fromEntries(Object.entries(parts).filter((part): part is [string, string] => part[1] !== null));
}

/** Identity of a notice's cause: a revision of an alert, a reading, or else the message itself. */
function causeOf(message: Message): readonly unknown[] {
  const alert = fieldsOf(message, 'alert');
  const alertId = textOf(alert, 'id');
  if (alertId !== null) return ['alert', alertId, numberOf(alert, 'revision')];
  const reading = fieldsOf(message, 'reading');
  const deviceId = textOf(reading, 'deviceId');
  if (deviceId !== null) return ['reading', deviceId, reading['channel'], numberOf(reading, 'observedAt')];
  return ['message', message['_msgid']];
}
