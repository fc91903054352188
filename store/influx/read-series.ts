import { isProperty } from '../../model/property.ts';
import type { Reading } from '../../model/reading.ts';
import type { SeriesStore } from '../../model/series-store.ts';
import { bySeries, byText } from '../ordering.ts';
import { ALL_TIME, anyDevice, OUR_MEASUREMENTS, partsOf } from './conditions.ts';
import { columnsOf, numberAt, queryInfluxql } from './influxql.ts';
import type { InfluxServer } from './server.ts';
import { storedRows } from './stored-rows.ts';
import { decodeTag } from './tag-text.ts';

/** The newest reading of each channel of these devices. */
export async function readLatest(server: InfluxServer, deviceIds: readonly string[]): Promise<readonly Reading[]> {
  const newest = new Map<string, Reading>();
  for (const devices of partsOf(deviceIds)) {
    const statement = `SELECT last("value") AS "value", "quality", "reasons", "receivedAt", "offset" FROM ${OUR_MEASUREMENTS} WHERE ${ALL_TIME} AND ${anyDevice(devices)} GROUP BY "device", "channel", "zone"`;
    for await (const part of queryInfluxql(server, statement)) {
      for (const row of storedRows(part)) {
        const series = JSON.stringify([row.deviceId, row.channel]);
        const known = newest.get(series);
        if (known === undefined || row.observedAt > known.observedAt) newest.set(series, row);
      }
    }
  }
  return [...newest.values()].sort(bySeries);
}

/** Number and sum of all readings per device, channel and property. */
export async function readCatalogue(server: InfluxServer): Promise<Awaited<ReturnType<SeriesStore['catalogue']>>> {
  const statement = `SELECT count("value") AS "rows", sum("value") AS "total" FROM ${OUR_MEASUREMENTS} WHERE ${ALL_TIME} GROUP BY "device", "channel"`;
  const lines: Awaited<ReturnType<SeriesStore['catalogue']>>[number][] = [];
  for await (const part of queryInfluxql(server, statement)) {
    const { device, channel } = part.tags;
    const column = columnsOf(part, ['rows', 'total']);
    for (const row of part.values) {
      const [count, sum] = [numberAt(row, column.rows), numberAt(row, column.total)];
      if (!device || !channel || !isProperty(part.name) || count === null || sum === null) continue;
      lines.push({ deviceId: decodeTag(device), channel: decodeTag(channel), property: part.name, count, sum });
    }
  }
  return lines.sort((a, b) => bySeries(a, b) || byText(a.property, b.property));
}

/** Yields the time of the newest reading of each channel. */
export async function* readNewestTimes(
  server: InfluxServer,
): AsyncGenerator<Pick<Reading, 'deviceId' | 'channel' | 'observedAt'>> {
  const statement = `SELECT last("value") FROM ${OUR_MEASUREMENTS} WHERE ${ALL_TIME} GROUP BY "device", "channel"`;
  for await (const part of queryInfluxql(server, statement)) {
    const { device, channel } = part.tags;
    const observedAt = numberAt(part.values[0] ?? [], part.columns.indexOf('time'));
    if (!device || !channel || observedAt === null) continue;
    yield { deviceId: decodeTag(device), channel: decodeTag(channel), observedAt };
  }
}
