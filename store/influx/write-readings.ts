import type { Reading } from '../../model/reading.ts';
import type { RefusedReading } from '../../model/series-store.ts';
import type { BooksDraft, BooksKeeper } from '../books-keeper.ts';
import type { NewPart } from '../new-part.ts';
import { type SendLines, writeAndBisect } from './bisect-lines.ts';
import { findRows } from './find-rows.ts';
import { type KnownRow, type KnownRows, keyOf } from './known-rows.ts';
import { BEYOND_RETENTION, MAX_CHARS, MAX_LINES } from './line-client.ts';
import { type PlannedLine, planLines, unknownKeys } from './plan-lines.ts';
import type { InfluxServer } from './server.ts';

/**
 * Writes rows and judgements so that the first value under a key stays. Resolves with the readings that the server will
 * never take, except those that are only too old for it, and with what became of each reading as a draft of the books.
 */
export async function writeReadings(
  server: InfluxServer,
  send: SendLines,
  { known, keeper }: { readonly known: KnownRows; readonly keeper: BooksKeeper },
  part: NewPart,
): Promise<{ readonly refused: readonly RefusedReading[]; readonly books: BooksDraft }> {
  const { lines, others } = planLines(part, known, await lookUp(server, unknownKeys(part, known), known));
  const books = keeper.draft();
  const refused: RefusedReading[] = [];
  const notStored = new Map<string, 'refused' | 'outsideRetention'>();
  for (const chunk of chunksOf(lines)) {
    const texts = chunk.map(({ text }) => text);
    const details = new Map((await writeAndBisect(send, texts)).map(({ index, detail }) => [index, detail]));
    for (const [index, { row }] of chunk.entries()) {
      const detail = details.get(index);
      // A judgement cannot be refused alone: the row that it is about has its fields from us.
      if (row === null) continue;
      if (detail === undefined) {
        rememberRow(known, row);
        books.add(row.reading.deviceId, 'taken');
        continue;
      }
      // A reading that is too old is in order; it is counted, and not listed among the refused ones.
      const column = BEYOND_RETENTION.test(detail) ? 'outsideRetention' : 'refused';
      if (column === 'refused') refused.push({ reading: row.reading, detail });
      notStored.set(row.key, column);
      books.add(row.reading.deviceId, column);
    }
  }
  for (const { deviceId, key, column } of others) books.add(deviceId, notStored.get(key) ?? column);
  return { refused, books };
}

async function lookUp(
  server: InfluxServer,
  unknown: ReadonlyMap<string, Reading>,
  known: KnownRows,
): Promise<ReadonlyMap<string, KnownRow>> {
  const found = new Map<string, KnownRow>();
  if (unknown.size === 0) return found;
  for await (const row of findRows(server, [...unknown.values()])) {
    const key = keyOf(known.channelOf(row), row.observedAt);
    if (!unknown.has(key)) continue;
    const { offset, observedAt, value } = row;
    const before = found.get(key);
    if (before === undefined || offset < before.offset) {
      found.set(key, { offset, observedAt, value, head: known.headOf(row) });
    }
  }
  for (const [key, row] of found) known.remember(key, row);
  return found;
}

function rememberRow(known: KnownRows, { reading, key, known: row }: NonNullable<PlannedLine['row']>): void {
  known.remember(key, row);
  const channel = known.channelOf(reading);
  channel.newest = Math.max(channel.newest, reading.observedAt);
}

function* chunksOf(lines: readonly PlannedLine[]): Generator<readonly PlannedLine[]> {
  let chunk: PlannedLine[] = [];
  let chars = 0;
  for (const line of lines) {
    if (chunk.length === MAX_LINES || (chunk.length > 0 && chars + line.text.length > MAX_CHARS)) {
      yield chunk;
      chunk = [];
      chars = 0;
    }
    chunk.push(line);
    chars += line.text.length;
  }
  if (chunk.length > 0) yield chunk;
}
