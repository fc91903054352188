import { isUtf8 } from 'node:buffer';
import type { Decoded, Dialect } from '../../../model/dialect.ts';
import { DecodeResult } from '../decode-result.ts';
import { findDuplicateKeys } from '../duplicate-keys.ts';
import { parseLenientJson } from '../lenient-json.ts';
import { MAX_BOOT_LENGTH, MAX_UNIT_LENGTH } from '../limits.ts';
import { otherDialect } from '../other-dialect.ts';
import { TELEMETRY_TOPICS } from '../telemetry-topics.ts';
import { isMeantAsTime, TIME_KEYS } from '../time-keys.ts';
import { NO_TIME, readSentTime, type SentTime } from './sent-time.ts';

/**
 * Reserved keys of a message and of an item of `readings`. Every other key is taken as a channel, so that an unexpected
 * key is reported as unmapped and not silently ignored.
 */
const MESSAGE_KEYS: ReadonlySet<string> = new Set(['ts', 'seq', 'boot', 'values', 'readings']);
const ITEM_KEYS: ReadonlySet<string> = new Set(['ts', 'values']);
/** Keys whose place in the message says what it means; a second one was lost with all that it held. */
const ENVELOPE_KEYS: ReadonlySet<string> = new Set(['seq', 'boot', 'values', 'readings', ...TIME_KEYS]);

/** Decodes UTF-8, strictly; several times faster than a `TextDecoder` with `fatal`. Throws a SyntaxError. */
function textOf(payload: Uint8Array): string {
  if (!isUtf8(payload)) throw new SyntaxError('the bytes are no UTF-8');
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.length);
  const hasByteOrderMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return bytes.toString('utf8', hasByteOrderMark ? 3 : 0);
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * The dialect Citynerve JSON (citynerve-json.schema.json):
 * `{"values": {"rain": 1.2, "level": {"value": 12, "unit": "cm"}}, "ts": 1700000000000, "seq": 17, "boot": "a1"}`,
 * or `{"readings": [{"ts": …, "values": {…}}, …]}`, or just `{"rain": 1.2}`.
 */
export const CITYNERVE_JSON: Dialect = {
  name: 'citynerve-json',
  topics: TELEMETRY_TOPICS,
  stateOf: 'nobody',
  identify: () => null,
  decode: (_, { payload, receivedAt }) => ({ decoded: read(payload, receivedAt), state: null }),
};

function read(payload: Uint8Array, receivedAt: number): Decoded {
  let message: unknown;
  let text: string;
  try {
    text = textOf(payload);
    message = parseLenientJson(text);
  } catch (error) {
    if (payload.length === 0) return undecodable('the payload is empty');
    return undecodable(
      otherDialect(payload, CITYNERVE_JSON.name) ?? `not JSON: ${(error as Error).message.slice(0, 120)}`,
    );
  }
  if (!isFields(message)) return undecodable('expected an object, e.g. {"rain": 1.2}');
  const { seq, boot, values, readings } = message;
  if (seq !== undefined && !isCount(seq)) return undecodable('seq must be a whole number from 0 to 2^53-1');
  if (boot !== undefined && !isBoot(boot))
    return undecodable(`boot must be text of 1 to ${MAX_BOOT_LENGTH} characters`);
  if (values !== undefined && !isFields(values)) return undecodable('values must be an object of channels');
  if (readings !== undefined && !isListOfFields(readings))
    return undecodable('readings must be a list of {"ts", "values"}');

  const result = new DecodeResult();
  const time = readSentTime(message, MESSAGE_KEYS, NO_TIME, receivedAt);
  let underTime = readOneTime(message, MESSAGE_KEYS, time, receivedAt, result);
  for (const item of readings ?? []) {
    const own = readSentTime(item, ITEM_KEYS, time, receivedAt);
    const count = readOneTime(item, ITEM_KEYS, own, receivedAt, result);
    if (own.fault === time.fault) underTime += count;
    if (count === 0) rejectUnused(own, result);
  }
  if (underTime === 0) rejectUnused(time, result);
  for (const { key, path } of findDuplicateKeys(text, message)) {
    const isEnvelope = ENVELOPE_KEYS.has(key) && path.at(-1) !== 'values';
    result.reject(isEnvelope ? null : key, 'duplicate-key', `"${key}" stands twice in one object; the last was read`);
  }
  return result.finish(seq === undefined ? null : { boot: boot ?? '', number: seq });
}

/**
 * Decodes the values of one timestamp: the channels in `values` and those on the same level as `values`. Returns how
 * many there are, without what looks like a time and is not used: the faults of the others name it.
 */
function readOneTime(
  fields: Fields,
  reserved: ReadonlySet<string>,
  { observedAt, fault, key, unusedKey }: SentTime,
  receivedAt: number,
  result: DecodeResult,
): number {
  let count = 0;
  for (const entries of [fields['values'], fields]) {
    if (!isFields(entries)) continue;
    for (const channel of Object.keys(entries)) {
      const isBesideTime = entries === fields && key !== null;
      if ((entries === fields && reserved.has(channel)) || channel === unusedKey) continue;
      if (isBesideTime && channel === key) continue;
      count += 1;
      const value = entries[channel];
      if (isBesideTime && isMeantAsTime(channel, value, receivedAt)) {
        result.reject(channel, 'time-invalid', `a time, too; that of ${key} was used`);
      } else readValue(channel, value, observedAt, fault, result);
    }
  }
  return count;
}

/** Where no other value names it, what looks like a time and is not used is a fault itself: nothing is lost. */
function rejectUnused({ unusedKey, fault }: SentTime, result: DecodeResult): void {
  if (unusedKey !== null && fault !== null) result.reject(unusedKey, 'time-invalid', fault);
}

function readValue(
  channel: string,
  sent: unknown,
  observedAt: number | null,
  timeFault: string | null,
  result: DecodeResult,
): void {
  const isObject = isFields(sent);
  const value = isObject ? sent['value'] : sent;
  const unit = isObject ? (sent['unit'] ?? null) : null;
  const fault = faultOf(sent, value, unit);
  if (fault !== null) result.reject(channel, 'not-a-number', fault);
  else if (timeFault !== null) result.reject(channel, 'time-invalid', timeFault);
  else result.add({ channel, value: value as number, unit: unit as string | null, observedAt });
}

function faultOf(sent: unknown, value: unknown, unit: unknown): string | null {
  if (typeof value !== 'number') return `expected a number, found ${describe(value)}`;
  if (!Number.isFinite(value)) return 'the number exceeds the range of a double';
  if (unit !== null && (typeof unit !== 'string' || unit.length > MAX_UNIT_LENGTH)) {
    return `unit must be text of at most ${MAX_UNIT_LENGTH} characters`;
  }
  if (typeof sent !== 'number' && Object.keys(sent as Fields).some((key) => key !== 'value' && key !== 'unit')) {
    return 'expected {"value", "unit"} and nothing else';
  }
  return null;
}

/** What `parseLenientJson` makes of words that are no JSON. */
const BARE_WORD = /^[+-]?(?:nan|inf(?:inity)?)$/i;

function describe(value: unknown): string {
  if (value === undefined) return 'an object without "value"';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string' && BARE_WORD.test(value)) return `${value}, which is none`;
  return typeof value === 'string' ? `the text "${value.slice(0, 40)}"` : `${typeof value}`;
}

const undecodable = (detail: string): Decoded => ({ ok: false, detail });
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isBoot = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= MAX_BOOT_LENGTH;

function isListOfFields(value: unknown): value is readonly Fields[] {
  if (!Array.isArray(value)) return false;
  return value.every((item) => isFields(item) && (item['values'] === undefined || isFields(item['values'])));
}
