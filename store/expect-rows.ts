import { type SeriesStore, StoreEmptiedError } from '../model/series-store.ts';

/**
 * A store that could not be asked at the start how far its rows reach: asked before the first write, once it answers. Rejects with a
 * StoreEmptiedError when rows below `offset` are missing.
 */
export function expectRows(store: SeriesStore, offset: number): Pick<SeriesStore, 'write'> {
  let isChecked = false;
  return {
    async write(batch) {
      if (!isChecked) {
        const cursor = await store.cursor();
        if (cursor !== null && cursor < offset) {
          throw new StoreEmptiedError(
            `the store has rows up to ${cursor} only, ${offset} were folded: the journal has them`,
          );
        }
        isChecked = true;
      }
      return store.write(batch);
    },
  };
}
