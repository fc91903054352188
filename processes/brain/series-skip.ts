import { createCheckpointMarks } from '../../fold/checkpoint-marks.ts';
import type { GatewayClient } from '../../ipc/gateway-client.ts';
import { keptFrom } from './checkpoint-writer.ts';

/** What a series store misses that is away until there is no room to keep the journal for it. */
export interface SeriesSkip {
  /**
   * Has the gateway cut what nobody needs; where only the store keeps it from making room, has it journal what the
   * store will miss.
   */
  look(state: { readonly isBehind: boolean; readonly isSkipping: boolean }): Promise<void>;
  /** Offsets whose checkpoints are kept for the store to go on from. */
  readonly checkpoints: readonly number[];
}

/** For `series.whenJournalFull: skip`. Offsets of the journal; `why` is told to people, in the journal for ever. */
export function createSeriesSkip(options: {
  readonly gateway: Pick<GatewayClient, 'retainNow' | 'append'>;
  /** Offsets of the checkpoints, the newest first. */
  readonly checkpoints: () => readonly { readonly nextOffset: number }[];
  /** From where on the store needs the journal. */
  readonly neededFrom: () => number;
  /** The same of the other sinks for which the journal is kept. */
  readonly othersNeedFrom: () => readonly number[];
  readonly why: () => string;
}): SeriesSkip {
  const { gateway, checkpoints, neededFrom, othersNeedFrom, why } = options;
  const marks = createCheckpointMarks(checkpoints().map(({ nextOffset }) => nextOffset));
  /** Where the store will go on, once the fold has read that in the journal. */
  let chosen: number | null = null;
  let isUnderWay = false;

  async function skip(): Promise<void> {
    const heldUntil = await gateway.retainNow();
    const needed = neededFrom();
    const saved = checkpoints();
    // Not for the store, or not for it alone: nothing would be cut if it were skipped.
    if (heldUntil <= keptFrom(saved, [needed])) return;
    const kept = keptFrom(saved, othersNeedFrom());
    const until = saved.findLast(
      ({ nextOffset }) => nextOffset >= heldUntil && nextOffset > needed && nextOffset <= kept,
    )?.nextOffset;
    if (until === undefined) return;
    chosen = until;
    await gateway.append({
      kind: 'amendment',
      amendmentId: `skip/series/${needed}/${until}`,
      user: 'citynerve',
      fromOffset: needed,
      untilOffset: until,
      amendment: { type: 'series-skipped', reason: why() },
    });
  }

  return {
    async look({ isBehind, isSkipping }) {
      if (!isBehind) {
        marks.clear();
        chosen = null;
        return;
      }
      const newest = checkpoints()[0];
      if (newest !== undefined) marks.add(newest.nextOffset);
      if (!isSkipping || isUnderWay) return;
      isUnderWay = true;
      try {
        await skip();
      } finally {
        isUnderWay = false;
      }
    },
    get checkpoints() {
      return [...marks.all.filter((mark) => mark > neededFrom()), ...(chosen === null ? [] : [chosen])];
    },
  };
}
