import type { ChannelModel } from '../model/device.ts';
import type { Decoded } from '../model/dialect.ts';
import type { FoldEvent, Unmapped } from '../model/fold.ts';
import type { Journalled } from '../model/journal-record.ts';
import type { Quality } from '../model/quality.ts';
import type { Reading } from '../model/reading.ts';
import type { Rejected } from '../model/rejected.ts';
import type { Tally } from './tally.ts';

/**
 * The configuration of one channel of one device at the arrival of a message. It accompanies each reading, because a
 * reading may be evaluated minutes later, when the configuration has changed. Plain JSON; shared by all readings of the
 * channel.
 */
export interface SeriesFacts {
  /** Device and channel as one string, used as a map key. */
  readonly key: string;
  readonly deviceId: string;
  readonly channel: ChannelModel;
  readonly zoneId: string | null;
  /** The zone and its ancestors, innermost first; of a property with scope `point` the zone alone. */
  readonly zonePath: readonly string[];
  /** Shortest expected interval of the device's channels: its next message is expected after this. */
  readonly deviceIntervalSeconds: number;
}

/** The configuration of a device at the arrival of a message. */
export interface DeviceFacts {
  readonly deviceId: string;
  readonly provider: string;
  readonly dialect: string;
  readonly series: ReadonlyMap<string, SeriesFacts>;
}

/** A decoded publication. */
export interface Message {
  readonly facts: DeviceFacts;
  readonly decoded: Extract<Decoded, { ok: true }>;
  /** It may be one that came before, and that cannot be shown. */
  readonly isPossibleRepeat?: boolean;
}

/** A normalised value (canonical unit, known time) that is not yet a reading. */
export interface Candidate {
  readonly facts: SeriesFacts;
  readonly observedAt: number;
  /** False: the device sent no timestamp, and `observedAt` is the time of arrival. */
  readonly hasOwnTime: boolean;
  /** As in `Reading`. */
  readonly observedFrom?: number;
  readonly value: number;
  readonly quality: Quality;
}

/** A reading with its zone, and with the configuration by which it is evaluated. */
export interface LocatedReading {
  readonly reading: Reading;
  readonly facts: SeriesFacts;
}

/** One journal record in the pipeline; `tally` is null where it is not a publication. */
export interface Step {
  readonly record: Journalled;
  readonly tally: Tally | null;
}
/** A record with its decoded message. */
export interface MessageStep extends Step {
  /** Null: the record is not a publication, or the whole message was rejected or is a duplicate. */
  readonly message: Message | null;
}
/** A record with the values of its message. */
export interface ValueStep<V> extends Step {
  readonly values: readonly V[];
}

/** The batch that each stage passes to the next. */
export interface Batch<S extends Step> {
  readonly nextOffset: number;
  readonly steps: readonly S[];
  readonly rejected: readonly Rejected[];
  readonly unmapped: readonly Unmapped[];
}

/** A `FoldEvent` before estimates are added; with located readings instead of readings. */
export type OrderedEvent =
  | { readonly type: 'released'; readonly located: LocatedReading; readonly offset: number }
  | { readonly type: 'late'; readonly located: LocatedReading }
  | Exclude<FoldEvent, { type: 'released' | 'late' | 'state' }>;

/** The batch that the event-time stages pass on. */
export interface OrderedBatch extends Batch<Step> {
  readonly cityTime: number;
  readonly readings: readonly Reading[];
  readonly requalified: readonly Reading[];
  readonly events: readonly OrderedEvent[];
}

/** Shared by all steps without values. */
export const NO_VALUES: readonly never[] = Object.freeze([]);
