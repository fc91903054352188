import { isProperty } from '../../model/property.ts';
import type { Reading } from '../../model/reading.ts';
import { decodeQuality } from '../quality-code.ts';
import { columnsOf, numberAt, type SeriesPart, textAt } from './influxql.ts';
import { decodeTag } from './tag-text.ts';

const FIELDS = ['time', 'value', 'quality', 'reasons', 'receivedAt', 'offset', 'device', 'channel', 'zone'] as const;

/**
 * Yields the readings in a part of a response; tags are given with the part or as columns. Rows of other writers are
 * skipped.
 */
export function* storedRows(part: SeriesPart): Generator<Reading> {
  const at = columnsOf(part, FIELDS);
  if (!isProperty(part.name)) return;
  for (const row of part.values) {
    const device = part.tags['device'] || textAt(row, at.device);
    const channel = part.tags['channel'] || textAt(row, at.channel);
    const zone = part.tags['zone'] || textAt(row, at.zone);
    const observedAt = numberAt(row, at.time);
    const value = numberAt(row, at.value);
    const receivedAt = numberAt(row, at.receivedAt);
    const offset = numberAt(row, at.offset);
    const level = numberAt(row, at.quality);
    if (!device || !channel || observedAt === null || value === null) continue;
    if (receivedAt === null || offset === null || level === null) continue;
    yield Object.freeze({
      deviceId: decodeTag(device),
      channel: decodeTag(channel),
      property: part.name,
      zoneId: zone ? decodeTag(zone) : null,
      observedAt,
      receivedAt,
      value,
      quality: decodeQuality(level, numberAt(row, at.reasons) ?? 0),
      offset,
    });
  }
}
