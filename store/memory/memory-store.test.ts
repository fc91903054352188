import { describeSeriesStore } from '../conformance.ts';
import { openMemoryStore } from './memory-store.ts';

describeSeriesStore('memory', async () => {
  const store = openMemoryStore();
  return { store, dispose: () => store.close() };
});
