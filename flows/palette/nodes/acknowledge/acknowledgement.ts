import { fieldsOf, listOf, textOf } from '../../city/fields.ts';
import { fillTemplate } from '../../city/fill-template.ts';

/** What is sent to the city. */
export interface Acknowledgement {
  readonly alertId: string;
  readonly note: string;
}

/** Why a message acknowledges nothing; each has a text that says what to do. */
export type NoAcknowledgement = 'no-alert' | 'loop';

type Message = Readonly<Record<string, unknown>>;

/** The changes that an acknowledgement itself causes. */
const OWN_CHANGES: readonly (string | null)[] = ['acknowledged', 'noted'];

/**
 * The acknowledgement for a message: of the alert `msg.alertId`, else of `msg.alert`; with the note of the template,
 * else `msg.note`. A message that tells of an acknowledgement is not answered with another: that would never end.
 */
export function acknowledgementOf(template: string, message: Message): Acknowledgement | NoAcknowledgement {
  const alert = fieldsOf(message, 'alert');
  const alertId = textOf(message, 'alertId')?.trim() || textOf(alert, 'id');
  if (alertId === null) return 'no-alert';
  const newest = listOf(alert, 'history').at(-1);
  const isOwn = newest !== undefined && OWN_CHANGES.includes(textOf(newest, 'change'));
  if (isOwn && alertId === textOf(alert, 'id')) return 'loop';
  const note = template.trim() === '' ? (textOf(message, 'note') ?? '') : fillTemplate(template, message);
  return { alertId, note };
}
