import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Property } from '../../model/property.ts';
import type { Reading } from '../../model/reading.ts';
import { decodeQuality, encodeQuality } from '../quality-code.ts';

/** What all readings of one series have in common. */
export interface Series {
  readonly deviceId: string;
  readonly channel: string;
  readonly property: Property;
  readonly zoneId: string | null;
}

/**
 * Readings as columns: the numbers are transferred between threads without a copy, and the strings of each series only
 * once.
 */
export interface PackedReadings {
  readonly count: number;
  readonly series: readonly Series[];
  /** Index into `series` of each reading. */
  readonly seriesOf: Uint32Array<ArrayBuffer>;
  readonly observedAt: Float64Array<ArrayBuffer>;
  readonly receivedAt: Float64Array<ArrayBuffer>;
  readonly value: Float64Array<ArrayBuffer>;
  readonly offset: Float64Array<ArrayBuffer>;
  readonly level: Uint8Array<ArrayBuffer>;
  readonly reasons: Uint16Array<ArrayBuffer>;
}

/** Columns for `count` readings, filled with zeros. */
export function emptyColumns(count: number): Omit<PackedReadings, 'series'> {
  return {
    count,
    seriesOf: new Uint32Array(count),
    observedAt: new Float64Array(count),
    receivedAt: new Float64Array(count),
    value: new Float64Array(count),
    offset: new Float64Array(count),
    level: new Uint8Array(count),
    reasons: new Uint16Array(count),
  };
}

/** Converts readings to columns. */
export function packReadings(readings: readonly Reading[]): PackedReadings {
  const columns = emptyColumns(readings.length);
  const numbering = createSeriesNumbering();
  // By index, because `entries()` allocates two objects for each reading.
  for (let row = 0; row < readings.length; row += 1) {
    const reading = readings[row] as Reading;
    const quality = encodeQuality(reading.quality);
    columns.seriesOf[row] = numbering.numberOf(reading);
    columns.observedAt[row] = reading.observedAt;
    columns.receivedAt[row] = reading.receivedAt;
    columns.value[row] = reading.value;
    columns.offset[row] = reading.offset;
    columns.level[row] = quality.level;
    columns.reasons[row] = quality.reasons;
  }
  return { ...columns, series: numbering.series };
}

/** Rows that are converted in one go, in a few milliseconds. */
const ROWS_AT_ONCE = 5_000;

/** Converts columns to readings, in slices: fifty thousand at once would hold up everything else on the thread. */
export async function unpackReadings(packed: PackedReadings): Promise<readonly Reading[]> {
  const readings: Reading[] = [];
  for (let row = 0; row < packed.count; row += 1) {
    if (row > 0 && row % ROWS_AT_ONCE === 0) await nextTurn();
    readings.push(readingAt(packed, row));
  }
  return readings;
}

/** The reading at an index. */
export function readingAt(packed: PackedReadings, row: number): Reading {
  const series = packed.series[packed.seriesOf[row] as number] as Series;
  return Object.freeze({
    deviceId: series.deviceId,
    channel: series.channel,
    property: series.property,
    zoneId: series.zoneId,
    observedAt: packed.observedAt[row] as number,
    receivedAt: packed.receivedAt[row] as number,
    value: packed.value[row] as number,
    quality: decodeQuality(packed.level[row] as number, packed.reasons[row] as number),
    offset: packed.offset[row] as number,
  });
}

/** The buffers of the columns, to be transferred to another thread. */
export function buffersOf(packed: PackedReadings): ArrayBuffer[] {
  const { seriesOf, observedAt, receivedAt, value, offset, level, reasons } = packed;
  return [seriesOf, observedAt, receivedAt, value, offset, level, reasons].map((column) => column.buffer);
}

/** Numbers series in the order of their first occurrence. */
export function createSeriesNumbering(): { readonly series: readonly Series[]; numberOf(of: Series): number } {
  const series: Series[] = [];
  // Nested maps instead of a joined key: devices may use any separator in channel names.
  const numbers = new Map<string, Map<string, number>>();
  const numberOf = ({ deviceId, channel, property, zoneId }: Series): number => {
    const channels = numbers.get(deviceId) ?? new Map<string, number>();
    numbers.set(deviceId, channels);
    const number = channels.get(channel);
    const known = number === undefined ? undefined : series[number];
    if (number !== undefined && known?.property === property && known.zoneId === zoneId) return number;
    channels.set(channel, series.length);
    return series.push({ deviceId, channel, property, zoneId }) - 1;
  };
  return { series, numberOf };
}
