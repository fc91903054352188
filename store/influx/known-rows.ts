import type { Reading } from '../../model/reading.ts';
import { headOf } from './line-protocol.ts';

/** What is known of a row in the database: enough to judge it again, and to compare another reading with it. */
export interface KnownRow {
  readonly offset: number;
  /** Measurement and tags under which it lies. */
  readonly head: string;
  readonly observedAt: number;
  readonly value: number;
}

/** One channel of one device, over all properties and zones that it ever had: they share keys. */
export interface Channel {
  readonly id: number;
  /** When it was last observed, as far as written; -Infinity when never. */
  newest: number;
}

type Place = Pick<Reading, 'deviceId' | 'channel' | 'property' | 'zoneId'>;

interface ChannelWithHeads extends Channel {
  readonly heads: { readonly place: Place; readonly head: string }[];
}

/** What this process knows of the rows, so that almost none has to be asked for. */
export interface KnownRows {
  channelOf(place: Pick<Place, 'deviceId' | 'channel'>): Channel;
  headOf(place: Place): string;
  /** A row written or asked for not long ago. */
  recent(key: string): KnownRow | undefined;
  remember(key: string, row: KnownRow): void;
}

/** Twice as many are remembered at most: about 25 MB. */
const HALF_OF_RECENT = 100_000;

export const keyOf = (channel: Channel, observedAt: number): string => `${channel.id}@${observedAt}`;

export function createKnownRows(): KnownRows {
  const devices = new Map<string, Map<string, ChannelWithHeads>>();
  let channels = 0;
  // Two halves: when the younger is full the elder goes, which is almost as good as forgetting the eldest row each
  // time.
  let younger = new Map<string, KnownRow>();
  let elder = new Map<string, KnownRow>();

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
    recent: (key) => younger.get(key) ?? elder.get(key),
    remember(key, row) {
      if (younger.size >= HALF_OF_RECENT) {
        elder = younger;
        younger = new Map();
      }
      younger.set(key, row);
    },
  };
}
