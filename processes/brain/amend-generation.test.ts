import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { dataFolder } from '../../city/data-folder.ts';
import { readGeneration } from '../../city/generation.ts';
import { testFolder } from '../../city/test-folder.ts';
import { createCityFold } from '../../fold/city-fold.ts';
import { openJournal } from '../../journal/open-journal.ts';
import type { Amendment } from '../../model/amendment.ts';
import { NO_MARK } from '../../model/extension-health.ts';
import { amendGeneration } from './amend-generation.ts';

const WAITING: Amendment = {
  amendmentId: 'a',
  user: 'li',
  fromOffset: 7,
  untilOffset: null,
  amendment: { type: 'clock-shifted', millis: 1 },
};
const opened = new AsyncDisposableStack();
const OPTIONS = {
  setting: 'duckdb',
  applied: [],
  documents: { checkpoints: () => [], committed: () => ({ nextOffset: 90, cityTime: 90 }) },
  store: { cursor: async () => 90, copyTo: async () => {} },
  makeFoldWithout: () => createCityFold({ mapping: null, amendments: [] }),
  mark: NO_MARK,
  opened,
  now: () => 1_700_000_000_000,
};
afterEach(() => opened.disposeAsync());

/** A folder whose journal has lost its oldest records to retention. */
async function cutFolder() {
  const folder = dataFolder(testFolder());
  const retention = { maxAgeDays: 0, maxDiskShare: 0 };
  const writer = await openJournal(folder.journal).openWriter({ wallNow: Date.now, segmentBytes: 300, retention });
  for (let n = 0; n < 100; n += 1) await writer.append([{ kind: 'tick', receivedAt: n, wallAt: n }]);
  await writer.retain(writer.durableOffset - 10);
  await writer.close();
  return folder;
}

test('where no checkpoint of a cut journal is kept nothing is made again, and the check says what a person can do', async () => {
  const folder = await cutFolder();
  const logged = Promise.withResolvers<string>();
  const log = pino({}, { write: (line: string) => logged.resolve(JSON.parse(line).msg) });
  const { check, build } = amendGeneration({ ...OPTIONS, waiting: [WAITING], folder, log });
  expect(check()).toMatchObject({
    ok: true,
    detail: expect.stringContaining('the amendment by li of offsets from 7 on: 0 %'),
  });
  const begun = { cause: 'clock-shifted', user: 'li', fromOffset: 7, since: 1_700_000_000_000, share: 0 };
  expect(build()).toEqual({ ...begun, trouble: null });
  expect(await logged.promise).toContain('rebuild-store --forget-older');
  expect(check()).toMatchObject({
    ok: false,
    detail: expect.stringContaining('the journal no longer has offsets 0 to'),
  });
  expect(build()).toEqual({ ...begun, trouble: expect.stringContaining('no longer has offsets 0 to') });
  expect(readGeneration(folder)).toMatchObject({ number: 1, amendments: [] });
});

test('where no amendment waits nothing is done', () => {
  const folder = dataFolder(testFolder());
  const log = pino({ level: 'silent' });
  const { check, build } = amendGeneration({ ...OPTIONS, waiting: [], folder, log });
  expect(check()).toEqual({ name: 'amendments', ok: true, detail: 'applied' });
  expect(build()).toBeNull();
});
