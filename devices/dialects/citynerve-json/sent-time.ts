import { readAnyInstant } from '../any-instant.ts';
import { isMilliseconds } from '../instant.ts';
import { isLargeEnoughForTime, isMeantAsTime, looksLikeTime } from '../time-keys.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The time of a message or an item of it. */
export interface SentTime {
  /** Milliseconds since 1970; null: none was sent, or it is at fault. */
  readonly observedAt: number | null;
  /** Why no value may be taken under this time; null: nothing is wrong with it. */
  readonly fault: string | null;
  /** The key that it stood under in the same object; null: none, or the time is inherited. */
  readonly key: string | null;
  /** The key of what looks like a time and is not used as one: the fault is about it; null: none, or it is nested. */
  readonly unusedKey: string | null;
}

/** No time, and nothing that looks like one: what a message inherits. */
export const NO_TIME: SentTime = { observedAt: null, fault: null, key: null, unusedKey: null };

/**
 * The time of a message that arrived at `receivedAt` (milliseconds since 1970), or of an item of it: its own, else the
 * `inherited` one of the message. Where it has none of its own and something in it looks like one, that is a fault, so
 * that old values are not taken for new ones. `reserved`: keys of the format, which are never a time.
 */
export function readSentTime(
  fields: Fields,
  reserved: ReadonlySet<string>,
  inherited: SentTime,
  receivedAt: number,
): SentTime {
  const { ts, values } = fields;
  if (isMilliseconds(ts)) return { observedAt: ts, fault: null, key: 'ts', unusedKey: null };
  if (ts !== undefined && ts !== null) return readTime('ts', ts);
  const key = Object.keys(fields).find((each) => isMeantAsTime(each, fields[each], receivedAt));
  if (key !== undefined) return readTime(key, fields[key]);
  return (
    unusedTime(fields, reserved, receivedAt) ??
    (isFields(values) ? unusedTime(values, NO_KEYS, receivedAt) : null) ?? { ...inherited, key: null, unusedKey: null }
  );
}

/** What looks like a time: the keys that lead to it, and what it looks like in words. */
interface FoundTime {
  readonly path: string;
  readonly looks: string;
  readonly value: unknown;
}

const NO_KEYS: ReadonlySet<string> = new Set();

function readTime(key: string, value: unknown): SentTime {
  const instant = readAnyInstant(value);
  if (instant.ok) return { observedAt: instant.at, fault: null, key, unusedKey: null };
  return { observedAt: null, fault: `${key}: ${instant.detail}`, key, unusedKey: null };
}

function unusedTime(fields: Fields, reserved: ReadonlySet<string>, receivedAt: number): SentTime | null {
  for (const key of Object.keys(fields)) {
    if (reserved.has(key)) continue;
    const found = findTime(key, fields[key], receivedAt, 0);
    if (found === null) continue;
    const { path, looks, value } = found;
    const isNested = path !== key;
    const orValue = typeof value === 'number' && !isNested ? `, or as {"value": ${value}} if it is no time` : '';
    const fault = `no key ts; did you mean "${path}"? It looks like ${looks}: send it as ts beside values${orValue}`;
    return { observedAt: null, fault, key: null, unusedKey: isNested ? null : key };
  }
  return null;
}

/** What looks like a time in an entry: itself, or what is in it, such as `{"header": {"time": …}}`. */
function findTime(key: string, value: unknown, receivedAt: number, depth: number): FoundTime | null {
  if (typeof value === 'string' || isLargeEnoughForTime(value)) {
    const looks = looksLikeTime(key, value, receivedAt);
    return looks === null ? null : { path: key, looks, value };
  }
  if (!isFields(value) || Object.hasOwn(value, 'value') || depth === MAX_DEPTH) return null;
  for (const part of Object.keys(value)) {
    const found = findTime(part, value[part], receivedAt, depth + 1);
    if (found !== null) return { ...found, path: `${key}.${found.path}` };
  }
  return null;
}

/** A header in a header; deeper, nobody puts the time of a message. */
const MAX_DEPTH = 2;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
