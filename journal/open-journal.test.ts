import { join } from 'node:path';
import { expect, test } from 'vitest';
import { journalConformance } from './conformance.ts';
import { openJournal } from './open-journal.ts';
import { temporaryFolder } from './segments/test-folder.ts';
import { publication, readAll } from './test-records.ts';

const wallNow = () => 0;

for (const scheme of ['', 'segments:']) {
  journalConformance(`${scheme}DIRECTORY`, () => {
    const journal = openJournal(`${scheme}${temporaryFolder()}`);
    return { openWriter: () => journal.openWriter({ wallNow }), openReader: journal.openReader };
  });
}

test('both addresses of a directory are one journal, and a copy of it reads the same', async () => {
  const folder = temporaryFolder();
  const journal = openJournal(folder);
  const writer = await journal.openWriter({ wallNow });
  await writer.append([publication(0)]);
  await writer.append([publication(1)]);
  await writer.close();
  const target = join(folder, 'copy');
  await openJournal(`segments:${folder}`).copy({ target, until: 1 });
  const readers = [journal.openReader(), openJournal(target).openReader()];
  const [all, copied] = await Promise.all(readers.map((reader) => readAll(reader)));
  expect(all).toHaveLength(2);
  expect(copied).toEqual(all?.slice(0, 1));
  expect(await openJournal(target).verify()).toMatchObject({ ok: true, records: 1, nextOffset: 1 });
  expect(await journal.bytes()).toBeGreaterThan(await openJournal(target).bytes());
  await Promise.all(readers.map((reader) => reader.close()));
});

test.each(['jetstream:nats://127.0.0.1', 'segments:', 'constructor:x', ''])(
  'the address "%s" is refused',
  (address) => {
    expect(() => openJournal(address)).toThrow('expected a directory or segments:DIRECTORY');
  },
);
