import type { AppendDraft } from '../model/append-draft.ts';

/**
 * A message from the gateway to a client of its control socket: one JSON object per line. Offsets are journal offsets.
 */
export type ServerMessage = { readonly durable: number } | AnswerMessage;

/** The gateway's answer to the request with that id. */
export type AnswerMessage =
  | { readonly id: string; readonly offset: number }
  /** Names with a token that the running city does not know: of devices added to its files since, or removed. */
  | { readonly id: string; readonly unknown: readonly string[] }
  | { readonly id: string; readonly error: string };

/** A message from a client of the control socket to the gateway: one JSON object per line. */
export type ClientMessage =
  | { readonly id: string; readonly append: AppendDraft }
  | { readonly id: string; readonly reload: 'credentials' }
  /**
   * Offset up to which the brain has folded the journal. Retention never passes it, also after the brain disconnects.
   */
  | { readonly folded: number }
  /**
   * Have retention cut what it may now; answered with the end of the oldest stretch that it would cut next if the brain
   * let it, or 0.
   */
  | { readonly id: string; readonly retain: true }
  /**
   * Another reader (backup, refold) needs the journal from this offset on: retention never passes it while it is
   * connected.
   */
  | { readonly id: string; readonly hold: number };

/** Longest line: many times the size of the largest known config record, all zones of a city. */
export const MAX_LINE_BYTES = 16 * 1024 * 1024;

/** Parses one line of a client; null where it is not a message of this protocol. */
export function parseClientMessage(line: string): ClientMessage | null {
  const message = parseObject(line);
  if (!message) return null;
  const { id, append, folded, hold, reload, retain } = message;
  if (folded !== undefined) return isOffset(folded) ? { folded } : null;
  if (typeof id !== 'string') return null;
  if (reload === 'credentials') return { id, reload };
  if (retain === true) return { id, retain };
  if (hold !== undefined) return isOffset(hold) ? { id, hold } : null;
  return isDraft(append) ? { id, append } : null;
}

/** Parses one line of the gateway; null where it is not a message of this protocol. */
export function parseServerMessage(line: string): ServerMessage | null {
  const message = parseObject(line);
  if (!message) return null;
  const { id, durable, offset, unknown, error } = message;
  if (typeof durable === 'number') return { durable };
  if (typeof id !== 'string') return null;
  if (typeof offset === 'number') return { id, offset };
  if (isNames(unknown)) return { id, unknown };
  return typeof error === 'string' ? { id, error } : null;
}

// Checks only the envelope; the folds check the content of an action, a change or an amendment.
function isDraft(draft: unknown): draft is AppendDraft {
  if (!isObject(draft) || typeof draft['user'] !== 'string') return false;
  if (draft['kind'] === 'config') return isTyped(draft['change']);
  if (draft['kind'] === 'amendment') return isAmendment(draft);
  return draft['kind'] === 'action' && typeof draft['actionId'] === 'string' && isTyped(draft['action']);
}

const isAmendment = ({ amendmentId, fromOffset, untilOffset, amendment }: Record<string, unknown>): boolean =>
  typeof amendmentId === 'string' &&
  isOffset(fromOffset) &&
  (untilOffset === null || (isOffset(untilOffset) && untilOffset > fromOffset)) &&
  isTyped(amendment);

const isNames = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((name) => typeof name === 'string');

const isOffset = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

const isTyped = (value: unknown): boolean => isObject(value) && typeof value['type'] === 'string';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parseObject(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
