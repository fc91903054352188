import type { Quality } from '../../model/quality.ts';
import type { Reading } from '../../model/reading.ts';
import type { NewPart } from '../new-part.ts';
import { outcomeOf } from '../outcome-of.ts';
import { type KnownRow, type KnownRows, keyOf } from './known-rows.ts';
import { qualityLine, rowLine } from './line-protocol.ts';

/** A line to be written; `row` is set when it is a new row. */
export interface PlannedLine {
  readonly text: string;
  readonly row: { readonly reading: Reading; readonly key: string; readonly known: KnownRow } | null;
}

/** The lines to be written, and the counts in the books of readings without a new row. */
export interface LinePlan {
  readonly lines: readonly PlannedLine[];
  readonly others: readonly {
    readonly deviceId: string;
    readonly key: string;
    readonly column: ReturnType<typeof outcomeOf>;
  }[];
}

/** The keys of a batch of which this process does not know whether they are stored. */
export function unknownKeys(part: NewPart, known: KnownRows): ReadonlyMap<string, Reading> {
  const unknown = new Map<string, Reading>();
  for (const reading of [...part.readings, ...part.requalified]) {
    const channel = known.channelOf(reading);
    // Newer than all written readings of the channel: the key is new.
    if (reading.observedAt > channel.newest) continue;
    const key = keyOf(channel, reading.observedAt);
    if (known.recent(key) === undefined) unknown.set(key, reading);
  }
  return unknown;
}

/**
 * Plans the lines so that the first value of a key is kept and quality updates apply to the right row; InfluxDB itself
 * would keep the last line. `found` are the stored rows of unknown keys.
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
    // An earlier write that failed may have stored this row; in another batching of the journal it may have another
    // quality.
    const isOwn = row.offset === reading.offset;
    if (isOwn) judged.set(key, { row, quality: reading.quality });
    const outcome = outcomeOf(row.value, value);
    others.push({ deviceId, key, column: isOwn && outcome === 'equalAlready' ? 'taken' : outcome });
  }
  for (const { quality, ...reading } of part.requalified) {
    const key = keyOf(known.channelOf(reading), reading.observedAt);
    const inBatch = fresh.get(key);
    const row = stored(key);
    // A quality update about the value of another message does not concern this row.
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
