import type { Dialect, DialectMessage, DialectResult } from '../model/dialect.ts';

/** What a call of a dialect came to. */
export type DialectRun<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly detail: string; readonly error: unknown };

const MOST_DETAIL = 200;

/**
 * Runs a piece of a dialect's code: what it throws is a value, so that one dialect stops no fold. It throws again at the same record in
 * every replay.
 */
export function runDialect<T>(work: () => T): DialectRun<T> {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { ok: false, detail: text.slice(0, MOST_DETAIL), error };
  }
}

/** Reads a message with the state that is remembered for it; an answer of another shape than the interface's counts as a throw. */
export const runDecode = (
  dialect: Dialect,
  state: unknown,
  message: DialectMessage,
): DialectRun<DialectResult<unknown>> =>
  runDialect(() => {
    const { decoded, state: next } = dialect.decode(state, message);
    if (decoded.ok && !(Array.isArray(decoded.values) && Array.isArray(decoded.faults))) {
      throw new TypeError('decode answered neither values nor a refusal');
    }
    return { decoded, state: next ?? null };
  });
