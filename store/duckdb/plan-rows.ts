import type { PackedReadings } from './packed-readings.ts';

/** Rows of a write by what they may meet in the table; repeats within the write are gone. */
export interface RowPlan {
  /** Newer than anything known of their channel: they can meet nothing. */
  readonly fresh: readonly number[];
  /** Behind something known: their key may be there already. */
  readonly late: readonly number[];
}

/** Sorts rows in the order of the write, so that of equal keys the first one stays. */
export function planRows(packed: PackedReadings, newestKnown: (deviceId: string, channel: string) => number): RowPlan {
  const { slotOf, newest } = slotsOf(packed, newestKnown);
  const fresh: number[] = [];
  const late: number[] = [];
  const seenLate = new Set<string>();
  for (let row = 0; row < packed.count; row += 1) {
    const slot = slotOf[packed.seriesOf[row] as number] as number;
    const observedAt = packed.observedAt[row] as number;
    const newestSoFar = newest[slot] as number;
    if (observedAt > newestSoFar) {
      newest[slot] = observedAt;
      fresh.push(row);
    } else if (observedAt < newestSoFar && !seenLate.has(`${slot}@${observedAt}`)) {
      seenLate.add(`${slot}@${observedAt}`);
      late.push(row);
    }
  }
  return { fresh, late };
}

/** A slot per device and channel: series that differ only in property or zone share one, as they share keys. */
function slotsOf({ series }: PackedReadings, newestKnown: (deviceId: string, channel: string) => number) {
  const slots = new Map<string, Map<string, number>>();
  const newest: number[] = [];
  const slotOf = series.map(({ deviceId, channel }) => {
    const channels = slots.get(deviceId) ?? new Map<string, number>();
    slots.set(deviceId, channels);
    const slot = channels.get(channel);
    if (slot !== undefined) return slot;
    channels.set(channel, newest.length);
    return newest.push(newestKnown(deviceId, channel)) - 1;
  });
  return { slotOf, newest };
}
