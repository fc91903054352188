import type { Reading } from '../../model/reading.ts';
import { headOf } from './line-protocol.ts';

/** What is known of a stored row: enough to update its quality, and to compare another reading with it. */
export interface KnownRow {
  readonly offset: number;
  /** Measurement and tags of its series. */
  readonly head: string;
  readonly observedAt: number;
  readonly value: number;
}

/** One channel of one device. All properties and zones that it ever had share its keys. */
export interface Channel {
  readonly id: number;
  /** observedAt of its newest written reading; -Infinity if there is none. */
  newest: number;
}

type Place = Pick<Reading, 'deviceId' | 'channel' | 'property' | 'zoneId'>;

interface ChannelWithHeads extends Channel {
  readonly heads: { readonly place: Place; readonly head: string }[];
}

/** A cache of stored rows, so that almost none has to be queried. */
export interface KnownRows {
  channelOf(place: Pick<Place, 'deviceId' | 'channel'>): Channel;
  headOf(place: Place): string;
  /** A row that was written or queried recently. */
  recent(key: string): KnownRow | undefined;
  remember(key: string, row: KnownRow): void;
}

/** Size of one generation of the cache. There are two of them, together about 25 MB. */
const GENERATION_ROWS = 100_000;

export const keyOf = (channel: Channel, observedAt: number): string => `${channel.id}@${observedAt}`;

export function createKnownRows(): KnownRows {
  const devices = new Map<string, Map<string, ChannelWithHeads>>();
  let channels = 0;
  // Two generations: when the young one is full, the old one is dropped. This approximates removing the oldest row each
  // time.
  let young = new Map<string, KnownRow>();
  let old = new Map<string, KnownRow>();

  const channelOf = ({ deviceId, channel }: Pick<Place, 'deviceId' | 'channel'>): ChannelWithHeads => {
    const ofDevice = devices.get(deviceId) ?? new Map<string, ChannelWithHeads>();
    const known = ofDevice.get(channel);
    if (known !== undefined) return known;
    const made = { id: channels, newest: Number.NEGATIVE_INFINITY, heads: [] };
    channels += 1;
    devices.set(deviceId, ofDevice.set(channel, made));
    return made;
  };

  return {
    channelOf,
    headOf(place) {
      const { heads } = channelOf(place);
      const known = heads.find((each) => each.place.property === place.property && each.place.zoneId === place.zoneId);
      if (known !== undefined) return known.head;
      const { deviceId, channel, property, zoneId } = place;
      const head = headOf(place);
      heads.push({ place: { deviceId, channel, property, zoneId }, head });
      return head;
    },
    recent: (key) => young.get(key) ?? old.get(key),
    remember(key, row) {
      if (young.size >= GENERATION_ROWS) {
        old = young;
        young = new Map();
      }
      young.set(key, row);
    },
  };
}
