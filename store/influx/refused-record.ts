import type { Reading } from '../../model/reading.ts';
import type { RefusedReading } from '../../model/series-store.ts';
import { columnsOf, numberAt, queryInfluxql, textAt } from './influxql.ts';
import { quotedText } from './line-protocol.ts';
import type { OwnLines } from './own-lines.ts';
import type { InfluxServer } from './server.ts';
import { decodeTag } from './tag-text.ts';

/** The measurement of refused readings. */
export const REFUSED = 'citynerve.refused';

/**
 * The lines that record refused readings in a measurement of their own, so that a replay below the cursor, which writes
 * nothing, reports them again. Their time is the journal offset in nanoseconds, so that a repeated record replaces
 * itself.
 */
export function refusedLines(refused: readonly RefusedReading[]): readonly string[] {
  const counts = new Map<number, number>();
  return refused.map(({ reading, detail }) => {
    const { deviceId, channel, observedAt, offset } = reading;
    const n = counts.get(offset) ?? 0;
    counts.set(offset, n + 1);
    return `${REFUSED},n=${n} channel=${quotedText(channel)},detail=${quotedText(detail)},device=${quotedText(deviceId)},observedAt=${observedAt}i,readingOffset=${offset}i ${offset}`;
  });
}

/** Which of these readings the server refused when they were first written. */
export async function recallRefused(
  server: InfluxServer,
  own: OwnLines,
  readings: readonly Reading[],
): Promise<readonly RefusedReading[]> {
  if (readings.length === 0) return [];
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { offset } of readings) {
    first = Math.min(first, offset);
    last = Math.max(last, offset);
  }
  const details = new Map<string, string>();
  // A time without a unit is in nanoseconds.
  const statement = `SELECT "device", "channel", "observedAt", "readingOffset", "detail" FROM ${own.source(REFUSED)} WHERE time >= ${first} AND time <= ${last}`;
  for await (const part of queryInfluxql(server, statement)) {
    const at = columnsOf(part, ['device', 'channel', 'observedAt', 'readingOffset', 'detail']);
    for (const row of part.values) {
      const [device, channel] = [textAt(row, at.device) ?? '', textAt(row, at.channel) ?? ''];
      const place = [
        decodeTag(device),
        decodeTag(channel),
        numberAt(row, at.observedAt),
        numberAt(row, at.readingOffset),
      ];
      details.set(JSON.stringify(place), decodeTag(textAt(row, at.detail) ?? ''));
    }
  }
  if (details.size === 0) return [];
  return readings.flatMap((reading) => {
    const { deviceId, channel, observedAt, offset } = reading;
    const detail = details.get(JSON.stringify([deviceId, channel, observedAt, offset]));
    return detail === undefined ? [] : [{ reading, detail }];
  });
}
