import { isUtf8 } from 'node:buffer';
import type { Decoded, Dialect } from '../../../model/dialect.ts';
import { DecodeResult } from '../decode-result.ts';
import { isMilliseconds, readInstant } from '../instant.ts';
import { MAX_BOOT_LENGTH, MAX_UNIT_LENGTH } from '../limits.ts';
import { otherDialect } from '../other-dialect.ts';
import { TELEMETRY_TOPICS } from '../telemetry-topics.ts';

/**
 * Reserved keys of a message and of an item of `readings`. Every other key is taken as a channel, so that an unexpected
 * key is reported as unmapped and not silently ignored.
 */
const MESSAGE_KEYS: ReadonlySet<string> = new Set(['ts', 'seq', 'boot', 'values', 'readings']);
const ITEM_KEYS: ReadonlySet<string> = new Set(['ts', 'values']);

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
  decode: (_, { payload }) => ({ decoded: read(payload), state: null }),
};

function read(payload: Uint8Array): Decoded {
  let message: unknown;
  try {
    message = JSON.parse(textOf(payload));
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
  readOneTime(message, MESSAGE_KEYS, null, result);
  for (const item of readings ?? []) readOneTime(item, ITEM_KEYS, message['ts'], result);
  return result.finish(seq === undefined ? null : { boot: boot ?? '', number: seq });
}

/** Decodes the values of one timestamp: the channels in `values` and those on the same level as `values`. */
function readOneTime(
  fields: Fields,
  reserved: ReadonlySet<string>,
  inheritedTime: unknown,
  result: DecodeResult,
): void {
  const sentTime = fields['ts'] ?? inheritedTime ?? null;
  let observedAt: number | null = null;
  let timeFault: string | null = null;
  if (isMilliseconds(sentTime)) {
    observedAt = sentTime;
  } else if (sentTime !== null) {
    const instant = readInstant(sentTime);
    if (instant.ok) observedAt = instant.at;
    else timeFault = `ts: ${instant.detail}`;
  }
  const values = fields['values'];
  if (values !== undefined) {
    for (const channel of Object.keys(values as Fields)) {
      readValue(channel, (values as Fields)[channel], observedAt, timeFault, result);
    }
  }
  for (const channel of Object.keys(fields)) {
    if (!reserved.has(channel)) readValue(channel, fields[channel], observedAt, timeFault, result);
  }
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

function describe(value: unknown): string {
  if (value === undefined) return 'an object without "value"';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
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
