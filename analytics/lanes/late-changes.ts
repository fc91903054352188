import type { Property } from '../../model/property.ts';
import type { Reading } from '../../model/reading.ts';
import type { ZoneState } from '../../model/state.ts';
import { eventTimeText } from '../event-time-text.ts';

type LateReading = Pick<Reading, 'deviceId' | 'channel' | 'property' | 'observedAt'>;
type ChangedState = Pick<ZoneState, 'zoneId' | 'property' | 'at'> & { readonly devices: readonly string[] };

export interface LateChangesSnapshot {
  readonly readings: readonly LateReading[];
  /** Absent in checkpoints of version 0.1.0. */
  readonly earlier?: readonly LateReading[];
  readonly states: readonly ChangedState[];
}

/** A period of one property in some zones that a window uses. */
export interface WindowInput {
  readonly zoneIds: readonly string[];
  readonly property: Property;
  /** (after, until] */
  readonly after: number;
  readonly until: number;
}

/** Maximum number of entries: after a long outage there may be very many, of which only one is named as the cause. */
const MAXIMUM_NOTES = 10_000;

/**
 * The estimates that changed since the last evaluation because of late readings, and the late readings that may be the
 * cause. Zones recompute their estimates up to one grid point apart, so readings are kept for one more grid point.
 */
export class LateChanges {
  #readings: LateReading[] = [];
  #earlier: LateReading[] = [];
  #states: ChangedState[] = [];

  /** Whether no estimate changed. */
  get isEmpty(): boolean {
    return this.#states.length === 0;
  }

  noteReading({ deviceId, channel, property, observedAt }: Reading): void {
    if (this.#readings.length < MAXIMUM_NOTES) this.#readings.push({ deviceId, channel, property, observedAt });
  }

  noteState({ zoneId, property, at, contributors, setAside }: ZoneState): void {
    const devices = [...contributors, ...setAside].map(({ deviceId }) => deviceId);
    if (this.#states.length < MAXIMUM_NOTES) this.#states.push({ zoneId, property, at, devices });
  }

  /** Describes a change in one of these periods, for the reason of an amendment; null: there is none. */
  nameOf(periods: readonly WindowInput[]): string | null {
    const changed = this.#states.find((state) =>
      periods.some(
        ({ zoneIds, property, after, until }) =>
          state.property === property && zoneIds.includes(state.zoneId) && state.at > after && state.at <= until,
      ),
    );
    if (changed === undefined) return null;
    const cause = [...this.#readings, ...this.#earlier].find(
      ({ deviceId, property, observedAt }) =>
        property === changed.property && changed.devices.includes(deviceId) && observedAt <= changed.at,
    );
    return cause === undefined
      ? `changed estimate of ${changed.property} in ${changed.zoneId} at ${eventTimeText(changed.at)}`
      : `late reading ${cause.channel}@${cause.deviceId} of ${eventTimeText(cause.observedAt)}`;
  }

  /** Called after alerts were amended for the changed estimates. */
  clearStates(): void {
    this.#states = [];
  }

  /** Called when the first zone has reached a new grid point. */
  passGridPoint(): void {
    this.#earlier = this.#readings;
    this.#readings = [];
  }

  snapshot(): LateChangesSnapshot {
    return { readings: [...this.#readings], earlier: [...this.#earlier], states: [...this.#states] };
  }

  restore({ readings, earlier = [], states }: LateChangesSnapshot): void {
    this.#readings = [...readings];
    this.#earlier = [...earlier];
    this.#states = [...states];
  }
}
