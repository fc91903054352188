import type { DuckDBConnection } from '@duckdb/node-api';
import type { Reading } from '../../model/reading.ts';
import { bySeries } from '../ordering.ts';
import { type PackedReadings, packReadings, readingAt } from './packed-readings.ts';
import { readPacked } from './read-packed.ts';

/** The newest reading of each channel, kept in memory because a query of the whole table takes a second. */
export interface Latest {
  /** The newest of one channel; undefined when there is none. */
  newest(deviceId: string, channel: string): Reading | undefined;
  /** Adds rows that are newer than the known ones, in their order. */
  advance(packed: PackedReadings, rows: readonly number[]): void;
  /** Applies quality updates to rows that are the newest of their channel. */
  requalify(packed: PackedReadings): void;
  /** The newest readings of these devices, ordered by device and channel. */
  of(deviceIds: readonly string[]): PackedReadings;
}

/** Reads the newest reading of each channel from the table; it thereby reads, and checks, every block of the file. */
export async function createLatest(connection: DuckDBConnection): Promise<Latest> {
  const devices = new Map<string, Map<string, Reading>>();
  const put = (reading: Reading) => {
    const channels = devices.get(reading.deviceId);
    if (channels === undefined) devices.set(reading.deviceId, new Map([[reading.channel, reading]]));
    else channels.set(reading.channel, reading);
  };
  const known = await readPacked(connection, NEWEST);
  for (let row = 0; row < known.count; row += 1) put(readingAt(known, row));

  return {
    newest: (deviceId, channel) => devices.get(deviceId)?.get(channel),
    advance: (packed, rows) => {
      for (const row of rows) put(readingAt(packed, row));
    },
    requalify: (packed) => {
      for (let row = 0; row < packed.count; row += 1) {
        const { deviceId, channel, observedAt, offset, quality } = readingAt(packed, row);
        const newest = devices.get(deviceId)?.get(channel);
        if (newest?.observedAt === observedAt && newest.offset === offset) put(Object.freeze({ ...newest, quality }));
      }
    },
    of: (deviceIds) => packReadings(newestOf(devices, new Set(deviceIds))),
  };
}

// As a struct, because an aggregate would skip a zone that is null and return that of an older row.
const NEWEST = `
  SELECT device_id, channel, newest.property, newest.zone_id, newest.observed_at::DOUBLE, newest.received_at::DOUBLE,
    newest.value, newest.quality_level, newest.quality_reasons, newest.journal_offset::DOUBLE
  FROM (SELECT device_id, channel, arg_max(struct_pack(property, zone_id, observed_at, received_at, value,
    quality_level, quality_reasons, journal_offset), observed_at) AS newest FROM readings GROUP BY device_id, channel)`;

function newestOf(
  devices: ReadonlyMap<string, ReadonlyMap<string, Reading>>,
  deviceIds: ReadonlySet<string>,
): Reading[] {
  return [...deviceIds].flatMap((deviceId) => [...(devices.get(deviceId)?.values() ?? [])]).sort(bySeries);
}
