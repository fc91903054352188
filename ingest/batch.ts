import type { ChannelModel } from '../model/device.ts';
import type { Decoded } from '../model/dialect.ts';
import type { FoldEvent, Unmapped } from '../model/fold.ts';
import type { Journalled } from '../model/journal-record.ts';
import type { Quality } from '../model/quality.ts';
import type { Reading } from '../model/reading.ts';
import type { Rejected } from '../model/rejected.ts';
import type { Tally } from './tally.ts';

/**
 * What the registry said about one channel of one device when its message came: carried along, because a reading
 * may be judged minutes after the registry has changed. Plain JSON; shared by all readings of the channel.
 */
export interface SeriesFacts {
  /** Device and channel in one text, for maps. */
  readonly key: string;
  readonly deviceId: string;
  readonly channel: ChannelModel;
  readonly zoneId: string | null;
  /** The zone and all that contain it, innermost first. */
  readonly zonePath: readonly string[];
  /** Shortest interval of the device's channels: when it should speak again. */
  readonly deviceIntervalSeconds: number;
}

/** What the registry said about a device when its message came. */
export interface DeviceFacts {
  readonly deviceId: string;
  readonly provider: string;
  readonly dialect: string;
  readonly series: ReadonlyMap<string, SeriesFacts>;
}

/** A publication that its dialect could read. */
export interface Message {
  readonly facts: DeviceFacts;
  readonly decoded: Extract<Decoded, { ok: true }>;
}

/** A value with its unit and time settled, not yet a reading. */
export interface Candidate {
  readonly facts: SeriesFacts;
  readonly observedAt: number;
  /** False: the device gave no time and that of arrival counts. */
  readonly hasOwnTime: boolean;
  readonly value: number;
  readonly quality: Quality;
}

/** A reading with the facts by which it is judged. */
export interface LocatedReading {
  readonly reading: Reading;
  readonly facts: SeriesFacts;
}

/** One journal record on its way; `tally` is null where it is no publication. */
export interface Step {
  readonly record: Journalled;
  readonly tally: Tally | null;
}
export interface MessageStep extends Step {
  /** Null: no publication, or set aside whole. */
  readonly message: Message | null;
}
export interface ValueStep<V> extends Step {
  readonly values: readonly V[];
}

/** What every stage hands on. */
export interface Batch<S extends Step> {
  readonly nextOffset: number;
  readonly steps: readonly S[];
  readonly rejected: readonly Rejected[];
  readonly unmapped: readonly Unmapped[];
}

/** What happens in the city, in order, before estimates are made; carries located where `FoldEvent` has readings. */
export type OrderedEvent =
  | { readonly type: 'released'; readonly located: LocatedReading; readonly offset: number }
  | { readonly type: 'late'; readonly located: LocatedReading }
  | Exclude<FoldEvent, { type: 'released' | 'late' | 'state' }>;

/** What the event-time lane hands on. */
export interface OrderedBatch extends Batch<Step> {
  readonly cityTime: number;
  readonly readings: readonly Reading[];
  readonly requalified: readonly Reading[];
  readonly events: readonly OrderedEvent[];
}

export const NO_VALUES: readonly never[] = Object.freeze([]);
