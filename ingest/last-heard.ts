import type { Batch, Step } from './batch.ts';
import type { Stage } from './stage.ts';

/** How long devices have been silent, as of the newest record folded. */
export interface LastHeard {
  /** Milliseconds of city time since the device's last reading, without the time in which nobody listened; null: it never brought one. */
  silenceMillis(deviceId: string): number | null;
  /** City time at which its last reading came; null: it never brought one; undefined: one came at a time that is no longer known. */
  receivedAt(deviceId: string): number | null | undefined;
  /** Wall time of the newest record folded since this process began; for people, so it is no part of the state. */
  readonly wallAt: number | null;
}

/** One device: `at` in listened time (city time less all gaps before it), `receivedAt` in city time, null where it is not known. */
interface Heard {
  readonly at: number;
  readonly receivedAt: number | null;
}

interface LastHeardSnapshot {
  readonly gapMillis: number;
  /** Listened time of the newest record. */
  readonly now: number;
  readonly heard: readonly (readonly [deviceId: string, at: number, receivedAt: number | null])[];
}

/**
 * Last heard: notes when each device last brought a reading. An entry ends with its device.
 */
export function createLastHeard<B extends Batch<Step>>(): Stage<B, B> & LastHeard {
  const heard = new Map<string, Heard>();
  let gapMillis = 0;
  let now = 0;
  let wallAt: number | null = null;

  function note({ record, tally }: Step): void {
    if (record.kind === 'gap') gapMillis += Math.max(0, record.receivedAt - record.since);
    if (record.kind === 'config' && record.change.type === 'device.remove') heard.delete(record.change.deviceId);
    now = Math.max(now, record.receivedAt - gapMillis);
    if (tally !== null && tally.storedOnTime + tally.storedLate > 0) {
      heard.set(tally.deviceId, { at: now, receivedAt: record.receivedAt });
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
      const last = heard.get(deviceId);
      return last === undefined ? null : now - last.at;
    },
    receivedAt(deviceId) {
      const last = heard.get(deviceId);
      return last === undefined ? null : (last.receivedAt ?? undefined);
    },
    get wallAt() {
      return wallAt;
    },
    snapshot: (): LastHeardSnapshot => ({
      gapMillis,
      now,
      heard: [...heard].map(([deviceId, { at, receivedAt }]) => [deviceId, at, receivedAt]),
    }),
    restore(snapshot) {
      const state = snapshot as LastHeardSnapshot;
      ({ gapMillis, now } = state);
      heard.clear();
      for (const [deviceId, at, receivedAt] of state.heard) heard.set(deviceId, { at, receivedAt });
    },
  };
}

/**
 * The state for a checkpoint of version 0.1.0, which did not keep it: each device that had brought a reading counts as heard at the
 * checkpoint's city time, so one that was silent by then is said to be so a little later than it should. When it was heard is not known.
 */
export function lastHeardBefore(
  entries: readonly {
    readonly deviceId: string;
    readonly values: { readonly storedOnTime: number; readonly storedLate: number };
  }[],
  cityTime: number,
): unknown {
  const spoke = entries.filter(({ values }) => values.storedOnTime + values.storedLate > 0);
  const state: LastHeardSnapshot = {
    gapMillis: 0,
    now: cityTime,
    heard: spoke.map(({ deviceId }) => [deviceId, cityTime, null]),
  };
  return state;
}
