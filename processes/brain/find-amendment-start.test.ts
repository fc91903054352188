import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataFolder } from '../../city/data-folder.ts';
import { createCityFold } from '../../fold/city-fold.ts';
import { openJournal } from '../../journal/open-journal.ts';
import type { Amendment } from '../../model/amendment.ts';
import { findAmendmentStart } from './find-amendment-start.ts';

const amendment = (fromOffset: number): Amendment => ({
  amendmentId: `from ${fromOffset}`,
  user: 'li',
  fromOffset,
  untilOffset: null,
  amendment: { type: 'clock-shifted', millis: 1 },
});
const EARLY = amendment(7);
const LATE = amendment(95);
const newFold = () => createCityFold({ mapping: null, amendments: [] });

/** A journal of 100 records whose beginning retention has cut, up to about offset 90. */
const folder = dataFolder(mkdtempSync(join(tmpdir(), 'citynerve-')));
afterAll(() => rmSync(folder.root, { recursive: true }));
beforeAll(async () => {
  const retention = { maxAgeDays: 0, maxDiskShare: 0 };
  const writer = await openJournal(folder.journal).openWriter({ wallNow: Date.now, segmentBytes: 300, retention });
  for (let n = 0; n < 100; n += 1) await writer.append([{ kind: 'tick', receivedAt: n, wallAt: n }]);
  await writer.retain(90);
  await writer.close();
});

/** Where a generation begins in that journal. */
async function startOf(options: {
  readonly waiting?: readonly Amendment[];
  readonly applied?: readonly Amendment[];
  readonly checkpoints: readonly number[];
  readonly cursor?: number;
  readonly isOnServer?: boolean;
}) {
  const folds = () => ({ pipeline: newFold().snapshot() });
  const { waiting = [LATE], applied = [], checkpoints, cursor = 100, isOnServer = false } = options;
  return findAmendmentStart({
    waiting,
    applied,
    folder,
    documents: {
      checkpoints: () => checkpoints.map((nextOffset) => ({ nextOffset, cityTime: nextOffset, folds })),
      committed: () => ({ nextOffset: 100, cityTime: 100 }),
    },
    store: { cursor: async () => cursor, ...(isOnServer ? {} : { copyTo: async () => {} }) },
    makeFoldWithout: newFold,
    log: { warn: () => {} },
  });
}

test('a generation begins at the newest checkpoint before the amendment that documents and store have passed', async () => {
  const checkpoints = [99, 94, 92, 50];
  expect(await startOf({ checkpoints })).toMatchObject({ base: { from: { nextOffset: 94 } }, ignored: [] });
  expect(await startOf({ checkpoints, cursor: 93 })).toMatchObject({ base: { from: { nextOffset: 92 } } });
});

test('an amendment that has no checkpoint is left out, and does not keep a later one from being applied', async () => {
  const start = await startOf({ waiting: [LATE, EARLY], checkpoints: [99, 94, 5] });
  expect(start).toMatchObject({ base: { from: { nextOffset: 94 } }, ignored: [EARLY] });
});

test('one of an extension that hung is never left out', async () => {
  const start = await startOf({ waiting: [EARLY, LATE], applied: [EARLY], checkpoints: [94] });
  expect(start).toMatchObject({ base: { from: { nextOffset: 94 } }, ignored: [] });
});

test('where there is no such checkpoint, or the rows are on a server, a sentence says what to do', async () => {
  expect(await startOf({ checkpoints: [99, 5] })).toMatch(/no checkpoint .* rebuild-store --forget-older/);
  expect(await startOf({ checkpoints: [94], isOnServer: true })).toMatch(/on a server .* rebuild-store --forget-older/);
});
