import { numberedBatch, ROWS_A_BATCH } from '../numbered-batch.ts';
import { openDuckStore } from './duck-store.ts';

// Run as a process of its own by loss.test.ts: writes numbered batches and names each that is acknowledged, until it is
// killed.
const store = await openDuckStore({ file: process.argv[2] as string });
for (let n = ((await store.cursor()) as number) / ROWS_A_BATCH; ; n += 1) {
  await store.write(numberedBatch(n));
  process.stdout.write(`${n + 1}\n`);
}
