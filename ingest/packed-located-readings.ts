import { GOOD, type Quality } from '../model/quality.ts';
import type { LocatedReading, SeriesFacts } from './batch.ts';

/** LocatedReadings as plain JSON, without what those of one channel share: there may be a hundred thousand, and a checkpoint holds up the fold. */
export interface PackedLocatedReadings {
  readonly facts: readonly SeriesFacts[];
  /** Quality only where it is not good. */
  readonly rows: readonly (readonly [
    facts: number,
    observedAt: number,
    receivedAt: number,
    value: number,
    offset: number,
    quality?: Quality,
  ])[];
}

/** Packs located, in their order. Device, channel, property and zone of a reading are those of its facts (locate). */
export function packLocatedReadings(located: readonly LocatedReading[]): PackedLocatedReadings {
  const places = new Map<SeriesFacts, number>();
  // By what they say, too: facts out of a checkpoint are other objects than those that the registry makes again.
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
    const { observedAt, receivedAt, value, offset, quality } = reading;
    const isGood = quality.level === 'good' && quality.reasons.length === 0;
    return isGood
      ? ([place, observedAt, receivedAt, value, offset] as const)
      : ([place, observedAt, receivedAt, value, offset, quality] as const);
  });
  return { facts: different, rows };
}

/** The same located again. Checkpoints of earlier versions hold them as a plain list. */
export function unpackLocatedReadings(
  packed: PackedLocatedReadings | readonly LocatedReading[],
): readonly LocatedReading[] {
  if (!('rows' in packed)) return packed;
  return packed.rows.map(([place, observedAt, receivedAt, value, offset, quality = GOOD]) => {
    const facts = packed.facts[place] as SeriesFacts;
    const { deviceId, zoneId, channel } = facts;
    const who = { deviceId, channel: channel.channel, property: channel.property, zoneId };
    return { facts, reading: Object.freeze({ ...who, observedAt, receivedAt, value, quality, offset }) };
  });
}
