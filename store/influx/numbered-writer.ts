import { numberedBatch, ROWS_A_BATCH } from '../numbered-batch.ts';
import { openInfluxStore } from './influx-store.ts';
import { parseStoreAddress } from './store-address.ts';

// Run as a process of its own by faults.test.ts: writes numbered batches and names each that is acknowledged, until it
// is killed.
const parsed = parseStoreAddress(process.argv[2] as string);
if (!parsed.ok) throw new Error(parsed.detail);
const store = openInfluxStore({ address: parsed.address, credential: null });
for (let n = ((await store.cursor()) as number) / ROWS_A_BATCH; ; n += 1) {
  await store.write(numberedBatch(n));
  process.stdout.write(`${n + 1}\n`);
}
