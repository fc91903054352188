// The thread that watches the main thread of the brain, which cannot watch itself while an extension hangs. It is plain
// JavaScript because a thread that loads TypeScript takes 20 MB more; `end-hang.ts` is loaded only when something
// hangs.
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { createHangDetector } from './hang-detector.mjs';

const { lookMillis, shared, layout } = workerData;
const words = new Int32Array(shared);
const names = [];
parentPort?.on('message', (name) => names.push(name));

/** Number of the present call; null if there is none. */
const runningCall = () => (Atomics.load(words, layout.extension) === 0 ? null : Atomics.load(words, layout.call));

const detector = createHangDetector(workerData);
for (;;) {
  await sleep(lookMillis);
  const call = runningCall();
  if (!detector.isHanging(call, performance.now())) continue;
  const { endHang } = await import('./end-hang.ts');
  await endHang({ ...workerData, names, isStillHanging: () => runningCall() === call });
}
