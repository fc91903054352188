import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, expect, it } from 'vitest';
import { openDocuments } from './documents.ts';

const folder = mkdtempSync(join(tmpdir(), 'citynerve-killed-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('a commit that a kill cuts short is there as a whole or not at all, and an acknowledged one is there', async () => {
  const file = join(folder, 'brain.sqlite');
  for (const commitsBeforeKill of [1, 2, 3, 5, 8]) {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'numbered-commits.ts'), file], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'exit');
    const seen: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      seen.push(line);
      // The child is in the middle of a commit: it says so before each, and its transactions are long.
      if (line.startsWith('begin') && seen.length > 2 * commitsBeforeKill) child.kill('SIGKILL');
    }
    await ended;
    const acknowledged = seen.filter((line) => line.startsWith('done')).map((line) => Number(line.split(' ')[1]));
    const documents = openDocuments(file, { onDamage: (detail) => expect.fail(detail) });
    const n = documents.committed()?.nextOffset as number;
    expect(n).toBeGreaterThanOrEqual(acknowledged.at(-1) as number);
    expect(new Set(documents.alerts({ status: 'all', limit: 10_000 }).map(({ revision }) => revision))).toEqual(
      new Set([n]),
    );
    expect(new Set(documents.ledger().map(({ messages }) => messages.received))).toEqual(new Set([n]));
    expect(new Set(documents.states().map(({ at }) => at))).toEqual(new Set([n]));
    expect(documents.rejectedCounts()).toMatchObject([{ count: n }]);
    documents.close();
  }
}, 120_000);
