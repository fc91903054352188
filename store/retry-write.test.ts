import { describe, expect, it } from 'vitest';
import type { SeriesStore, StoreBatch } from '../model/series-store.ts';
import { writeWithPatience } from './retry-write.ts';

const BATCH: StoreBatch = { readings: [], requalified: [], nextOffset: 7 };

function storeThatFails(times: number): { readonly store: Pick<SeriesStore, 'write'>; readonly seen: StoreBatch[] } {
  const seen: StoreBatch[] = [];
  const write = async (batch: StoreBatch) => {
    seen.push(batch);
    if (seen.length <= times) throw new Error(`away ${seen.length}`);
    return { refused: [] };
  };
  return { store: { write }, seen };
}

describe('a write with patience', () => {
  it('gives the same batch again until the store takes it, waiting longer each time up to ten seconds', async () => {
    const { store, seen } = storeThatFails(9);
    const waits: number[] = [];
    const result = await writeWithPatience(store, BATCH, {
      wait: async (millis) => void waits.push(millis),
      signal: new AbortController().signal,
      onRetry: () => undefined,
    });
    expect(result).toEqual({ refused: [] });
    expect(seen.every((batch) => batch === BATCH)).toBe(true);
    expect(waits).toEqual([100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000]);
  });

  it('tells of each failure before it waits', async () => {
    const { store } = storeThatFails(2);
    const told: string[] = [];
    await writeWithPatience(store, BATCH, {
      wait: async (millis) => void told.push(`wait ${millis}`),
      signal: new AbortController().signal,
      onRetry: ({ attempt, error }) => void told.push(`${attempt}: ${(error as Error).message}`),
    });
    expect(told).toEqual(['1: away 1', 'wait 100', '2: away 2', 'wait 200']);
  });

  it('ends at once when it is aborted in the middle of a wait', async () => {
    const { store, seen } = storeThatFails(Number.POSITIVE_INFINITY);
    const ending = new AbortController();
    const written = writeWithPatience(store, BATCH, {
      wait: () => {
        ending.abort(new Error('the brain stops'));
        return new Promise(() => undefined);
      },
      signal: ending.signal,
      onRetry: () => undefined,
    });
    await expect(written).rejects.toThrow('the brain stops');
    expect(seen).toHaveLength(1);
  });

  it('does not start when it is aborted before', async () => {
    const { store, seen } = storeThatFails(0);
    const signal = AbortSignal.abort(new Error('too late'));
    const patience = { wait: async () => undefined, signal, onRetry: () => undefined };
    await expect(writeWithPatience(store, BATCH, patience)).rejects.toThrow('too late');
    expect(seen).toHaveLength(0);
  });
});
