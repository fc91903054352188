import { writeSync } from 'node:fs';
import { publication, range } from '../test-records.ts';
import { openJournalWriter } from './write/writer.ts';

/** A writer process for tests that kill it: `node test-child.ts FOLDER hold|append`. */
const [, , directory = '', role = 'hold'] = process.argv;

const writer = await openJournalWriter({ directory, wallNow: () => 0, segmentBytes: 20_000 });
// Written synchronously, so that a report has left the process before the next append begins.
const report = (line: string): void => {
  writeSync(1, `${line}\n`);
};
report(`ready ${writer.durableOffset}`);

async function appendForEver(): Promise<never> {
  for (let n = writer.durableOffset; ; ) {
    const calls = range(n, n + 6).map((k) => writer.append([publication(k)]));
    const offsets = await Promise.all(calls);
    n = (offsets.at(-1) ?? n) + 1;
    report(`durable ${n}`);
  }
}

if (role === 'append') await appendForEver();
else setInterval(() => undefined, 60_000);
