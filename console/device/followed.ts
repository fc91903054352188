import type { Reading } from '../../model/reading.ts';

/** Which readings are followed, and to which series each belongs. */
export interface Followed {
  /** Query of GET /api/readings. */
  readonly query: Readonly<Record<string, string>>;
  /** The same filter for the readings of the stream. */
  readonly holds: (reading: Reading) => boolean;
  /** Name of the series that a reading belongs to. */
  readonly seriesOf: (reading: Reading) => string;
}

/** One device, a series for each channel. */
export const followedDevice = (deviceId: string): Followed => ({
  query: { device: deviceId },
  holds: (reading) => reading.deviceId === deviceId,
  seriesOf: ({ channel }) => channel,
});

/** One property of a zone, a series for each channel that measures it. */
export const followedZone = (zoneId: string, property: string): Followed => ({
  // The API answers with all zones below it too: `holds` leaves them out.
  query: { zone: zoneId, property },
  holds: (reading) => reading.zoneId === zoneId && reading.property === property,
  seriesOf: ({ deviceId, channel }) => seriesKey(deviceId, channel),
});

/** Name of one channel's series among several devices. */
export const seriesKey = (deviceId: string, channel: string): string => `${deviceId} ${channel}`;
