import { type Fields, isFields, numberOf, textOf } from '../../city/fields.ts';

/** What is asked. `readings`: each reading; empty: the usual aggregate of the property, which the city knows. */
export const HISTORY_FUNCTIONS = ['', 'mean', 'min', 'max', 'sum', 'count', 'readings'] as const;
const GROUPS = ['none', 'device', 'zone'] as const;

/** Settings of a history node. */
export interface HistoryForm {
  readonly property: string;
  readonly zone: string;
  readonly device: string;
  readonly function: string;
  readonly groupBy: string;
  readonly stepSeconds: number;
  readonly rangeSeconds: number;
}

/** A question to the city's API, and what it asks for. */
export interface HistoryQuestion {
  readonly path: string;
  readonly list: 'buckets' | 'readings';
  readonly asked: Readonly<Record<string, string | number>>;
  /** So many readings are wanted, the oldest ones; null: all of them. */
  readonly limit: number | null;
}

/** Why there is no question: a key of a text that says what to do, and which field of `msg.query` is wrong. */
export interface NoQuestion {
  readonly error: 'property' | 'field' | 'value' | 'order';
  readonly field: string;
}

/** At most so many readings in one message. */
export const MOST_READINGS = 100_000;
/** So many of them are asked for at a time: they come to about 2 MB. */
const PAGE_READINGS = 10_000;

const TEXTS = ['property', 'zone', 'device', 'function', 'groupBy'] as const;
const SECONDS = ['stepSeconds', 'rangeSeconds'] as const;
const FIELDS: readonly string[] = [...TEXTS, ...SECONDS, 'from', 'until', 'limit'];

/**
 * The question of a message: what its `query` names replaces the node's settings. `cityTime` in milliseconds since 1970
 * ends a range that has no `until`. An instant is a number of milliseconds since 1970, a Date, or a text of ISO 8601.
 */
export function historyQuestion(form: HistoryForm, query: unknown, cityTime: number): HistoryQuestion | NoQuestion {
  const fields: Fields = isFields(query) ? query : {};
  const wrong = Object.keys(fields).find((key) => !FIELDS.includes(key));
  if (wrong !== undefined) return { error: 'field', field: wrong };
  const unread = Object.keys(fields).find((key) => !isReadable(key, fields[key]));
  if (unread !== undefined) return { error: 'value', field: unread };
  const text = (key: (typeof TEXTS)[number]): string => (textOf(fields, key) ?? form[key]).trim();
  const seconds = (key: (typeof SECONDS)[number]): number => numberOf(fields, key) ?? form[key];

  // The end is exclusive, and the newest reading may be of the present millisecond.
  const until = instantOf(fields['until']) ?? cityTime + 1;
  const from = instantOf(fields['from']) ?? until - seconds('rangeSeconds') * 1000;
  if (from >= until) return { error: 'order', field: 'from' };
  const isReadings = text('function') === 'readings';
  const limit = numberOf(fields, 'limit');
  if (!isReadings && limit !== null) return { error: 'value', field: 'limit' };
  if (!isReadings && text('property') === '') return { error: 'property', field: 'property' };
  const steps = { function: text('function'), stepSeconds: seconds('stepSeconds'), groupBy: text('groupBy') };
  const named = {
    property: text('property'),
    zone: text('zone'),
    device: text('device'),
    ...(isReadings ? {} : steps),
    ...(limit === null ? {} : { limit }),
  };
  const asked = { ...withoutEmpty(named), from, until };
  const search = new URLSearchParams(Object.entries(asked).map(([key, value]) => [key, String(value)]));
  if (isReadings) search.set('limit', String(Math.min(limit ?? PAGE_READINGS, PAGE_READINGS)));
  const [route, list] = isReadings ? (['readings', 'readings'] as const) : (['aggregate', 'buckets'] as const);
  return { path: `/api/${route}?${search}`, list, asked, limit };
}

const withoutEmpty = (named: Readonly<Record<string, string | number>>): Readonly<Record<string, string | number>> =>
  Object.fromEntries(Object.entries(named).filter(([, value]) => value !== ''));

function isReadable(key: string, value: unknown): boolean {
  if (key === 'from' || key === 'until') return instantOf(value) !== null;
  if (SECONDS.some((known) => known === key)) return typeof value === 'number' && value >= 1 && Number.isFinite(value);
  if (key === 'limit') return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MOST_READINGS;
  if (key === 'function') return HISTORY_FUNCTIONS.some((known) => known === value);
  if (key === 'groupBy') return GROUPS.some((known) => known === value);
  return typeof value === 'string';
}

/** Milliseconds since 1970; null when it is no instant. A text must say its offset: else it depends on the machine. */
function instantOf(value: unknown): number | null {
  const isText = typeof value === 'string' && /(Z|[+-]\d\d:?\d\d)$/.test(value);
  const millis = value instanceof Date ? value.getTime() : isText ? Date.parse(value) : value;
  return typeof millis === 'number' && Number.isFinite(millis) ? millis : null;
}
