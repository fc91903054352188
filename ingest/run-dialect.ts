import type { Dialect, DialectMessage, DialectResult } from '../model/dialect.ts';

/** The result of a call to a dialect, or the message of the error that it threw. */
export type DialectRun<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly detail: string; readonly error: unknown };

const MAX_DETAIL_CHARACTERS = 200;

/**
 * Calls a dialect and returns what it throws as a value, so that an error in a dialect does not stop the fold. Since
 * dialects are pure, it happens at the same record in every replay.
 */
export function runDialect<T>(work: () => T): DialectRun<T> {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { ok: false, detail: text.slice(0, MAX_DETAIL_CHARACTERS), error };
  }
}

/** Decodes a message with the given state; a result of the wrong shape counts as an error. */
export const runDecode = (
  dialect: Dialect,
  state: unknown,
  message: DialectMessage,
): DialectRun<DialectResult<unknown>> =>
  runDialect(() => {
    const { decoded, state: next } = dialect.decode(state, message);
    if (decoded.ok && !(Array.isArray(decoded.values) && Array.isArray(decoded.faults))) {
      throw new TypeError('decode returned neither values nor a refusal');
    }
    return { decoded, state: next ?? null };
  });
