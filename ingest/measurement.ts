import type { RawValue } from '../model/dialect.ts';
import type { Message } from './batch.ts';

/** Bits for the set of channels: with the 32 of the values they fill the 53 of a double. */
const CHANNELS_RANGE = 2_097_152;
const VALUES_RANGE = 4_294_967_296;
/** Where FNV-1a begins, 32 bits. */
const FIRST_HASH = 0x811c9dc5;

const double = new Float64Array(1);
const halves = new Uint32Array(double.buffer);

/**
 * What a message measured, as one number, to compare it with another one that has the same number or id: a hash of the
 * set of its channels, and one of their values. Only of channels that the device model knows: how well the radio
 * received a message (its RSSI) is no measurement of the device. 0 where every value has a time of its own, by which it
 * is compared (see reconcile).
 */
export function measurementOf({ decoded: { values }, facts: { series } }: Message): number {
  // The usual case.
  if (haveOwnTimes(values)) return 0;
  // Sums, so that the order of channels does not matter.
  let channels = 0;
  let hash = 0;
  for (const { channel, value, unit, observedAt } of values) {
    if (!series.has(channel)) continue;
    const ofChannel = hashOf(channel, FIRST_HASH);
    const ofValue = withNumber(withNumber(ofChannel, value), observedAt ?? 0);
    channels = (channels + ofChannel) % CHANNELS_RANGE;
    hash = (hash + (unit === null ? ofValue : hashOf(unit, ofValue))) % VALUES_RANGE;
  }
  return channels * VALUES_RANGE + hash;
}

/** Whether two measurements are of the same channels. */
export const areOfSameChannels = (one: number, other: number): boolean =>
  Math.floor(one / VALUES_RANGE) === Math.floor(other / VALUES_RANGE);

function haveOwnTimes(values: readonly RawValue[]): boolean {
  for (const { observedAt } of values) if (observedAt === null) return false;
  return true;
}

function hashOf(text: string, begin: number): number {
  let hash = begin;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** Both halves of a double, each mixed so that all bits count. */
function withNumber(hash: number, number: number): number {
  double[0] = number;
  const low = Math.imul(hash ^ (halves[0] as number), 0x85ebca6b);
  return Math.imul(low ^ (low >>> 15) ^ (halves[1] as number), 0xc2b2ae35) >>> 0;
}
