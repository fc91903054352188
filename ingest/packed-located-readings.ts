import { GOOD, type Quality } from '../model/quality.ts';
import type { LocatedReading, SeriesFacts } from './batch.ts';

/**
 * Located readings as compact plain JSON: the facts that the readings of a channel share are contained once. There may
 * be a hundred thousand readings, and writing a checkpoint delays the fold.
 */
export interface PackedLocatedReadings {
  readonly facts: readonly SeriesFacts[];
  /**
   * `facts` is an index into the list above; `quality` is absent where it is `GOOD`, `observedFrom` where it is in the
   * reading.
   */
  readonly rows: readonly (readonly [
    facts: number,
    observedAt: number,
    receivedAt: number,
    value: number,
    offset: number,
    quality?: Quality,
    observedFrom?: number,
  ])[];
}

/** Packs readings in their order. Device, channel, property and zone of a reading are those of its facts. */
export function packLocatedReadings(located: readonly LocatedReading[]): PackedLocatedReadings {
  const places = new Map<SeriesFacts, number>();
  // Compared by content too: after a restore, equal facts may be different objects.
  const placeOfText = new Map<string, number>();
  const different: SeriesFacts[] = [];

  function placeOf(facts: SeriesFacts): number {
    const known = places.get(facts);
    if (known !== undefined) return known;
    const text = JSON.stringify(facts);
    const place = placeOfText.get(text) ?? different.push(facts) - 1;
    placeOfText.set(text, place);
    places.set(facts, place);
    return place;
  }

  const rows = located.map(({ facts, reading }) => {
    const place = placeOf(facts);
    const { observedAt, observedFrom, receivedAt, value, offset, quality } = reading;
    if (observedFrom !== undefined)
      return [place, observedAt, receivedAt, value, offset, quality, observedFrom] as const;
    const isGood = quality.level === 'good' && quality.reasons.length === 0;
    return isGood
      ? ([place, observedAt, receivedAt, value, offset] as const)
      : ([place, observedAt, receivedAt, value, offset, quality] as const);
  });
  return { facts: different, rows };
}

/** Reads what `packLocatedReadings` wrote, or the plain list in a checkpoint of an earlier version. */
export function unpackLocatedReadings(
  packed: PackedLocatedReadings | readonly LocatedReading[],
): readonly LocatedReading[] {
  if (!('rows' in packed)) return packed;
  return packed.rows.map(([place, observedAt, receivedAt, value, offset, quality = GOOD, observedFrom]) => {
    const facts = packed.facts[place] as SeriesFacts;
    const { deviceId, zoneId, channel } = facts;
    const who = { deviceId, channel: channel.channel, property: channel.property, zoneId };
    const times = observedFrom === undefined ? { observedAt, receivedAt } : { observedAt, observedFrom, receivedAt };
    return { facts, reading: Object.freeze({ ...who, ...times, value, quality, offset }) };
  });
}
