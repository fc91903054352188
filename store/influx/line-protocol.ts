import type { Quality } from '../../model/quality.ts';
import type { Reading } from '../../model/reading.ts';
import type { RefusedReading } from '../../model/series-store.ts';
import { encodeQuality } from '../quality-code.ts';
import { encodeTag } from './tag-text.ts';

/** InfluxDB counts nanoseconds in 64 bits: so many milliseconds each way from 1970. */
export const EARLIEST_MILLIS = -9_223_372_036_854;
export const LAST_MILLIS = 9_223_372_036_854;
/** A line's measurement and tags may be 65,535 bytes together. */
const LONGEST_HEAD_BYTES = 60_000;

/** Measurement and tags: the beginning of all lines of one series. */
export function headOf({
  property,
  channel,
  deviceId,
  zoneId,
}: Pick<Reading, 'property' | 'channel' | 'deviceId' | 'zoneId'>): string {
  const zone = zoneId === null ? '' : `,zone=${escaped(zoneId)}`;
  return `${property},channel=${escaped(channel)},device=${escaped(deviceId)}${zone}`;
}

/** A string as a field value; to be decoded by `decodeTag`. */
export const quotedText = (text: string): string => `"${encodeTag(text).replaceAll('"', '\\"')}"`;

/** The line of a row. `reasons` is left out if there are none. */
export function rowLine(head: string, reading: Reading, judged: Quality): string {
  const { value, receivedAt, offset, observedAt } = reading;
  const { level, reasons } = encodeQuality(judged);
  // String(-0) is "0".
  const number = Object.is(value, -0) ? '-0' : String(value);
  const why = reasons === 0 ? '' : `,reasons=${reasons}i`;
  return `${head} offset=${offset}i,quality=${level}i,receivedAt=${receivedAt}i,value=${number}${why} ${observedAt}`;
}

/** The line that updates the quality of a stored row: InfluxDB merges fields of the same series and time. */
export function qualityLine(head: string, observedAt: number, judged: Quality): string {
  const { level, reasons } = encodeQuality(judged);
  return `${head} quality=${level}i,reasons=${reasons}i ${observedAt}`;
}

/**
 * Separates readings that InfluxDB can store from others. Depends only on the reading, so that a replay refuses the
 * same ones.
 */
export function separateUnwritable(readings: readonly Reading[]): {
  readonly kept: readonly Reading[];
  readonly refused: readonly RefusedReading[];
} {
  const refused: RefusedReading[] = [];
  const kept = readings.filter((reading) => {
    const detail = unwritable(reading);
    if (detail !== null) refused.push({ reading, detail });
    return detail === null;
  });
  return { kept, refused };
}

function unwritable(reading: Reading): string | null {
  const { observedAt, deviceId, channel, zoneId } = reading;
  if (observedAt < EARLIEST_MILLIS || observedAt > LAST_MILLIS) {
    return `observedAt is ${observedAt}; InfluxDB keeps the years 1677 to 2262 only`;
  }
  // Most names are short: only long ones are measured.
  if (deviceId.length + channel.length + (zoneId?.length ?? 0) < LONGEST_HEAD_BYTES / 6) return null;
  const bytes = Buffer.byteLength(headOf(reading));
  return bytes <= LONGEST_HEAD_BYTES
    ? null
    : `device, channel and zone take ${bytes} bytes; InfluxDB has room for ${LONGEST_HEAD_BYTES}`;
}

const escaped = (name: string): string => encodeTag(name).replace(/[ ,=]/g, '\\$&');
