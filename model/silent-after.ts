import type { ChannelModel } from './device.ts';

const EXPECTED_INTERVALS = 3;
const MIN_SILENCE_SECONDS = 180;

/** Seconds of city time without a reading after which a device with these channels counts as silent. */
export function silentAfterSeconds(channels: readonly Pick<ChannelModel, 'expectedIntervalSeconds'>[]): number {
  if (channels.length === 0) return MIN_SILENCE_SECONDS;
  const shortest = Math.min(...channels.map(({ expectedIntervalSeconds }) => expectedIntervalSeconds));
  return Math.max(EXPECTED_INTERVALS * shortest, MIN_SILENCE_SECONDS);
}
