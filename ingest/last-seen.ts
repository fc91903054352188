import { acceptedValues, type LedgerEntry } from '../model/ledger.ts';
import type { Batch, Step } from './batch.ts';
import type { Stage } from './stage.ts';

/** When each device was last seen, and for how long it has been silent, as of the newest folded record. */
export interface LastSeen {
  /**
   * Milliseconds of city time since the device's last reading, without the gaps in which the gateway was not running;
   * null: it has never sent one.
   */
  silenceMillis(deviceId: string): number | null;
  /**
   * City time of arrival of its last reading, milliseconds since 1970, UTC; null: it has never sent one; undefined: it
   * has sent one at an unknown time.
   */
  receivedAt(deviceId: string): number | null | undefined;
  /** Wall time of the newest record folded by this process; for display only, and so not part of the state. */
  readonly wallAt: number | null;
}

/** One device: `at` in uptime (city time minus all gaps before it), `receivedAt` in city time; null: not known. */
interface Seen {
  readonly at: number;
  readonly receivedAt: number | null;
}

interface LastSeenSnapshot {
  readonly gapMillis: number;
  /** Uptime of the newest record. */
  readonly now: number;
  readonly heard: readonly (readonly [deviceId: string, at: number, receivedAt: number | null])[];
}

/**
 * Stage last seen: records when each device last sent a reading. The entry of a removed device is deleted. Its name in
 * checkpoints is `last-heard`, as in the first version that had it.
 */
export function createLastSeen<B extends Batch<Step>>(): Stage<B, B> & LastSeen {
  const seen = new Map<string, Seen>();
  let gapMillis = 0;
  let now = 0;
  let wallAt: number | null = null;

  function note({ record, tally }: Step): void {
    if (record.kind === 'gap') gapMillis += Math.max(0, record.receivedAt - record.since);
    if (record.kind === 'config' && record.change.type === 'device.remove') seen.delete(record.change.deviceId);
    now = Math.max(now, record.receivedAt - gapMillis);
    if (tally !== null && tally.acceptedOnTime + tally.acceptedLate > 0) {
      seen.set(tally.deviceId, { at: now, receivedAt: record.receivedAt });
    }
  }

  return {
    name: 'last-heard',
    run(batch) {
      for (const step of batch.steps) note(step);
      wallAt = batch.steps.at(-1)?.record.wallAt ?? wallAt;
      return batch;
    },
    silenceMillis(deviceId) {
      const last = seen.get(deviceId);
      return last === undefined ? null : now - last.at;
    },
    receivedAt(deviceId) {
      const last = seen.get(deviceId);
      return last === undefined ? null : (last.receivedAt ?? undefined);
    },
    get wallAt() {
      return wallAt;
    },
    snapshot: (): LastSeenSnapshot => ({
      gapMillis,
      now,
      heard: [...seen].map(([deviceId, { at, receivedAt }]) => [deviceId, at, receivedAt]),
    }),
    restore(snapshot) {
      const state = snapshot as LastSeenSnapshot;
      ({ gapMillis, now } = state);
      seen.clear();
      for (const [deviceId, at, receivedAt] of state.heard) seen.set(deviceId, { at, receivedAt });
    },
  };
}

/**
 * The state for a checkpoint of version 0.1.0, which has none. Each device that had sent a reading counts as seen at
 * the checkpoint's city time, at an unknown time of arrival; one that was already silent is therefore reported a little
 * late.
 */
export function lastSeenFromLedger(entries: readonly LedgerEntry[], cityTime: number): unknown {
  const active = entries.filter((entry) => acceptedValues(entry) > 0);
  const state: LastSeenSnapshot = {
    gapMillis: 0,
    now: cityTime,
    heard: active.map(({ deviceId }) => [deviceId, cityTime, null]),
  };
  return state;
}
