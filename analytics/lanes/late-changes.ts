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

/** A stretch of one place and property that a window rests on. */
export interface RestsOn {
  readonly zoneIds: readonly string[];
  readonly property: Property;
  /** (after, until] */
  readonly after: number;
  readonly until: number;
}

/** More than this in one minute is a flood of backlog; to name one cause, the first are enough. */
const MAXIMUM_NOTES = 10_000;

/**
 * Estimates that changed since the last evaluation by what came late, and the late readings that may be the cause. A zone
 * may make its estimates again up to a grid point after the others, so readings are kept over one grid point.
 */
export class LateChanges {
  #readings: LateReading[] = [];
  #earlier: LateReading[] = [];
  #states: ChangedState[] = [];

  /** No estimate changed. */
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

  /** Names what changed in one of these stretches, for a person; null when nothing did. */
  nameOf(stretches: readonly RestsOn[]): string | null {
    const changed = this.#states.find((state) =>
      stretches.some(
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

  /** Alerts have been judged by the changed estimates. */
  clearStates(): void {
    this.#states = [];
  }

  /** Event time has reached a grid point that no zone had reached before. */
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
