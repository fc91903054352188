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

/** Measurement and tags: what the lines of one series begin with. */
export function headOf({
  property,
  channel,
  deviceId,
  zoneId,
}: Pick<Reading, 'property' | 'channel' | 'deviceId' | 'zoneId'>): string {
  const zone = zoneId === null ? '' : `,zone=${escaped(zoneId)}`;
  return `${property},channel=${escaped(channel)},device=${escaped(deviceId)}${zone}`;
}

/** A text as a field; read with `decodeTag`. */
export const quotedText = (text: string): string => `"${encodeTag(text).replaceAll('"', '\\"')}"`;

/** A whole row. `reasons` is left out where there are none. */
export function rowLine(head: string, reading: Reading, judged: Quality): string {
  const { value, receivedAt, offset, observedAt } = reading;
  const { level, reasons } = encodeQuality(judged);
  // String(-0) is "0".
  const number = Object.is(value, -0) ? '-0' : String(value);
  const why = reasons === 0 ? '' : `,reasons=${reasons}i`;
  return `${head} offset=${offset}i,quality=${level}i,receivedAt=${receivedAt}i,value=${number}${why} ${observedAt}`;
}

/** Another quality for a row that is there: the fields of equal series and time merge. */
export function qualityLine(head: string, observedAt: number, judged: Quality): string {
  const { level, reasons } = encodeQuality(judged);
  return `${head} quality=${level}i,reasons=${reasons}i ${observedAt}`;
}

/**
 * Parts readings into those that InfluxDB can hold and others. Looks at nothing but the reading, so a replay refuses
 * the same.
 */
export function setUnwritableAside(readings: readonly Reading[]): {
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
