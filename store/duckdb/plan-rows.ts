import type { PackedReadings } from './packed-readings.ts';

/** The rows of a write, by whether their key may exist in the table already. Rows are indexes. */
export interface RowPlan {
  /** Rows newer than all known ones of their channel: their keys are new. */
  readonly fresh: readonly number[];
  /** Rows not newer than a known one: their keys may exist already. Each key once. */
  readonly late: readonly number[];
  /**
   * Rows with the key of the newest known reading of their channel, whose value is `standing`. They are not written.
   */
  readonly repeats: readonly { readonly row: number; readonly standing: number }[];
  /** Rows with the key of an earlier late row, `first`. They are not written. */
  readonly lateRepeats: readonly { readonly row: number; readonly first: number }[];
}

/** Time and value of the newest reading of a channel. */
interface Newest {
  readonly observedAt: number;
  readonly value: number;
}

/** Plans the rows in the order of the write, so that of equal keys the first one is stored. */
export function planRows(
  packed: PackedReadings,
  newestKnown: (deviceId: string, channel: string) => Newest | undefined,
): RowPlan {
  const { slotOf, newest } = slotsOf(packed, newestKnown);
  const fresh: number[] = [];
  const late: number[] = [];
  const repeats: { row: number; standing: number }[] = [];
  const lateRepeats: { row: number; first: number }[] = [];
  const seenLate = new Map<string, number>();
  for (let row = 0; row < packed.count; row += 1) {
    const slot = slotOf[packed.seriesOf[row] as number] as number;
    const observedAt = packed.observedAt[row] as number;
    const known = newest[slot] as { observedAt: number; value: number };
    if (observedAt > known.observedAt) {
      known.observedAt = observedAt;
      known.value = packed.value[row] as number;
      fresh.push(row);
    } else if (observedAt === known.observedAt) {
      repeats.push({ row, standing: known.value });
    } else {
      const key = `${slot}@${observedAt}`;
      const first = seenLate.get(key);
      if (first !== undefined) {
        lateRepeats.push({ row, first });
        continue;
      }
      seenLate.set(key, row);
      late.push(row);
    }
  }
  return { fresh, late, repeats, lateRepeats };
}

/** One slot per device and channel: series that differ only in property or zone share it, because they share keys. */
function slotsOf(
  { series }: PackedReadings,
  newestKnown: (deviceId: string, channel: string) => Newest | undefined,
): { readonly slotOf: readonly number[]; readonly newest: { observedAt: number; value: number }[] } {
  const slots = new Map<string, Map<string, number>>();
  const newest: { observedAt: number; value: number }[] = [];
  const slotOf = series.map(({ deviceId, channel }) => {
    const channels = slots.get(deviceId) ?? new Map<string, number>();
    slots.set(deviceId, channels);
    const slot = channels.get(channel);
    if (slot !== undefined) return slot;
    channels.set(channel, newest.length);
    const { observedAt, value } = newestKnown(deviceId, channel) ?? { observedAt: Number.NEGATIVE_INFINITY, value: 0 };
    return newest.push({ observedAt, value }) - 1;
  });
  return { slotOf, newest };
}
