import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { refold } from '../../fold/refold.ts';
import { POISON, streetRecords } from '../../fold/test-street.ts';
import { openControlSocket } from '../../ipc/control-socket.ts';
import { openJournal } from '../../journal/open-journal.ts';
import { readAll } from '../../journal/test-records.ts';
import type { Alert } from '../../model/alert.ts';
import type { AmendmentRecord, PublicationRecord } from '../../model/journal-record.ts';
import { createHangDetector } from './hang-detector.mjs';
import { hangingScenarios } from './test-hanging-scenarios.ts';

const CHILD = fileURLToPath(new URL('./test-hang-child.ts', import.meta.url));
/** Starts the child as the supervisor starts a role. */
const LOADS_TYPESCRIPT = process.features.typescript ? [] : ['--import', 'tsx'];
const DEEP = [0, 20, 40, 40];

/**
 * A journal with a reading in the north at which a scenario hangs, and a control socket that appends to the journal.
 */
async function openCity() {
  const directory = mkdtempSync(join(tmpdir(), 'citynerve-hang-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const socketPath = join(directory, 'run', 'gateway.sock');
  const journal = await openJournal(directory).openWriter({ wallNow: () => 0 });
  const records = streetRecords({ north: [...DEEP, POISON, 40, 40], south: [...DEEP, 40, 40, 40] });
  await journal.append(records);
  const receivedAt = records.at(-1)?.receivedAt ?? 0;
  const control = await openControlSocket({
    socketPath,
    journal,
    append: (draft) => journal.append([{ ...draft, receivedAt, wallAt: 0 }]),
    reloadCredentials: () => [],
    log: pino({ level: 'silent' }),
  });
  onTestFinished(async () => {
    await control.close();
    await journal.close();
  });
  return { directory, socketPath, records };
}

async function runBrain(city: { readonly directory: string; readonly socketPath: string }, lane: string) {
  const { directory, socketPath } = city;
  const child = spawn(process.execPath, [...LOADS_TYPESCRIPT, CHILD, directory, socketPath, lane], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = once(child, 'exit');
  const lines = (await text(child.stdout)).trim().split('\n');
  const [code, signal] = await ended;
  return { code, signal, lines };
}

test.each(['arrival', 'event'])(
  'an extension that never ends in the %s lane is left out from that record on; a start goes past it, and a replay is the same',
  async (lane) => {
    const city = await openCity();
    expect(await runBrain(city, lane)).toMatchObject({ signal: 'SIGKILL' });

    const reader = openJournal(city.directory).openReader();
    const amendment = (await readAll(reader)).find(
      (record): record is AmendmentRecord & { offset: number } => record.kind === 'amendment',
    );
    onTestFinished(() => reader.close());
    expect(amendment).toMatchObject({
      user: 'citynerve',
      untilOffset: null,
      amendment: { type: 'extension-off', kind: 'scenario', id: 'hanging', zoneId: 'north', deviceId: null },
    });
    const poison = city.records.findIndex((record) => isPoison(record as PublicationRecord));
    if (lane === 'arrival') expect(amendment?.fromOffset).toBe(poison);
    else expect(amendment?.fromOffset).toBeGreaterThan(poison);

    const { code, lines } = await runBrain(city, lane);
    expect(code).toBe(0);
    const replayed: string[] = [];
    await refold({
      reader,
      until: Number.MAX_SAFE_INTEGER,
      maxRecords: 7,
      scenarios: hangingScenarios(lane),
      onResult: ({ effects }) => replayed.push(...effects.map(({ alert }) => JSON.stringify(alert))),
    });
    expect(replayed).toEqual(lines);
    const alerts = lines.map((line) => JSON.parse(line) as Alert);
    const last = (scenarioId: string, zoneId: string) =>
      alerts.findLast((alert) => alert.scenarioId === scenarioId && alert.zoneId === zoneId && alert.lane === 'event');
    expect(last('hanging', 'north')).toMatchObject({ status: 'open', isUnwatched: true });
    expect(last('hanging', 'south')).not.toHaveProperty('isUnwatched');
    expect(last('steady', 'north')?.evidence.window?.at).toBeGreaterThan(0);
  },
  60_000,
);

const isPoison = ({ kind, payload }: PublicationRecord): boolean =>
  kind === 'publication' && Buffer.from(payload).toString().includes(`"depth":${POISON}`);

test('only time in which the watcher itself was running counts towards a hang', () => {
  const detector = createHangDetector({ hangMillis: 1_000, lookMillis: 100 });
  const looks = (call: number | null, ...at: number[]) => at.map((now) => detector.isHanging(call, now));
  expect(looks(1, 0, 400, 800)).toEqual([false, false, false]);
  // Another call, or none, starts the time again.
  expect(looks(2, 900, 1_000)).toEqual([false, false]);
  expect(looks(null, 1_100)).toEqual([false]);
  // The machine was suspended for an hour.
  expect(looks(3, 1_200, 3_600_000)).toEqual([false, false]);
  expect(looks(3, ...Array.from({ length: 8 }, (_, index) => 3_600_100 + 100 * index)).at(-1)).toBe(true);
});
