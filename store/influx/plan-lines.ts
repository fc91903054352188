import type { Quality } from '../../model/quality.ts';
import type { Reading } from '../../model/reading.ts';
import type { NewPart } from '../new-part.ts';
import { outcomeOf } from '../outcome-of.ts';
import { type KnownRow, type KnownRows, keyOf } from './known-rows.ts';
import { qualityLine, rowLine } from './line-protocol.ts';

/** One line to be written; `row` when it brings a new one. */
export interface PlannedLine {
  readonly text: string;
  readonly row: { readonly reading: Reading; readonly key: string; readonly known: KnownRow } | null;
}

/** What is to be written, and what the books say of readings that bring no new row. */
export interface LinePlan {
  readonly lines: readonly PlannedLine[];
  readonly others: readonly {
    readonly deviceId: string;
    readonly key: string;
    readonly column: ReturnType<typeof outcomeOf>;
  }[];
}

/** Keys of a part of which this process does not know whether they are in the database. */
export function unknownKeys(part: NewPart, known: KnownRows): ReadonlyMap<string, Reading> {
  const unknown = new Map<string, Reading>();
  for (const reading of [...part.readings, ...part.requalified]) {
    const channel = known.channelOf(reading);
    // Newer than all that is written: it can meet nothing.
    if (reading.observedAt > channel.newest) continue;
    const key = keyOf(channel, reading.observedAt);
    if (known.recent(key) === undefined) unknown.set(key, reading);
  }
  return unknown;
}

/**
 * What has to be written so that the first value under a key stays and judgements reach the row they are about.
 * InfluxDB itself would let the last line win. `found` are rows behind unknown keys that are in the database.
 */
export function planLines(part: NewPart, known: KnownRows, found: ReadonlyMap<string, KnownRow>): LinePlan {
  const fresh = new Map<string, { readonly reading: Reading; quality: Quality }>();
  const judged = new Map<string, { readonly row: KnownRow; readonly quality: Quality }>();
  const met = new Map<string, number>();
  const others: LinePlan['others'][number][] = [];
  const stored = (key: string) => known.recent(key) ?? found.get(key);

  for (const reading of part.readings) {
    const key = keyOf(known.channelOf(reading), reading.observedAt);
    const { deviceId, value } = reading;
    const row = stored(key);
    const first = met.get(key);
    if (first !== undefined) {
      others.push({ deviceId, key, column: outcomeOf(row?.value ?? first, value) });
      continue;
    }
    met.set(key, value);
    if (row === undefined) {
      fresh.set(key, { reading, quality: reading.quality });
      continue;
    }
    // A write that failed half-way left it there, and another cut of the journal may bring it judged otherwise.
    const isOwn = row.offset === reading.offset;
    if (isOwn) judged.set(key, { row, quality: reading.quality });
    const outcome = outcomeOf(row.value, value);
    others.push({ deviceId, key, column: isOwn && outcome === 'equalAlready' ? 'taken' : outcome });
  }
  for (const { quality, ...reading } of part.requalified) {
    const key = keyOf(known.channelOf(reading), reading.observedAt);
    const inBatch = fresh.get(key);
    const row = stored(key);
    // A judgement on another message's value is not about this row.
    if (inBatch?.reading.offset === reading.offset) inBatch.quality = quality;
    else if (row?.offset === reading.offset) judged.set(key, { row, quality });
  }

  const lines: PlannedLine[] = [];
  for (const [key, { reading, quality }] of fresh) {
    const head = known.headOf(reading);
    const { offset, observedAt, value } = reading;
    const row = { reading, key, known: { offset, head, observedAt, value } };
    lines.push({ text: rowLine(head, reading, quality), row });
  }
  for (const { row, quality } of judged.values()) {
    lines.push({ text: qualityLine(row.head, row.observedAt, quality), row: null });
  }
  return { lines, others };
}
