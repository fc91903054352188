import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { type DataFolder, dataFolder } from '../city/data-folder.ts';
import { readRecord } from '../fold/read-record.ts';
import { openJournal } from '../journal/open-journal.ts';
import { ConfigError } from '../model/config-error.ts';
import { appendOnce } from './append-once.ts';
import { accessRunningJournal } from './journal-access.ts';
import { describeMillis, parseOffsetRange, parseShift } from './parse-shift.ts';

/** Options of `citynerve clock shift`. */
export interface ShiftOptions {
  readonly data: string;
  /** A duration; absent: by as much as city time is ahead of the wall clock now. */
  readonly by?: string;
  /** The records get their wall time, to which `by` is added. */
  readonly toWallClock: boolean;
  readonly user: string;
}

/**
 * `citynerve clock shift FIRST-LAST`: adds a duration to the city time of a stretch of the journal, by an amendment.
 * Without LAST it reaches up to now, and a clock that is held is moved with it. Resolves when the running gateway has
 * journalled it with the user's name; the brain then makes readings, documents and alerts again.
 */
export async function shiftClockCommand(range: string, options: ShiftOptions): Promise<void> {
  const folder = dataFolder(resolve(options.data));
  const offsets = parseOffsetRange(range);
  if (offsets === null) {
    throw new ConfigError('offsets', `are "${range}"; must be FIRST-LAST, or FIRST- for up to now, e.g. 120-340`);
  }
  const { first, last } = offsets;
  const newest = await newestOf(folder);
  const end = last ?? newest.offset;
  if (first > newest.offset || end > newest.offset) {
    throw new ConfigError('offsets', `are "${range}", but the newest record has offset ${newest.offset}`);
  }
  const { toWallClock } = options;
  const standard = toWallClock ? 0 : presentShift(last, newest);
  const millis = options.by === undefined ? standard : parseShift(options.by);
  if (millis === null) {
    const found = options.by === undefined ? 'is missing' : `is "${options.by}"`;
    throw new ConfigError('--by', `${found}; must be a duration such as -1461d, +2h or -3600000 (milliseconds)`);
  }
  const offset = await appendOnce(folder, 'clock', {
    kind: 'amendment',
    amendmentId: randomUUID(),
    user: options.user,
    fromOffset: first,
    untilOffset: last === null ? null : last + 1,
    amendment: { type: 'clock-shifted', millis, ...(toWallClock && { ofWall: true as const }) },
  });
  const by = `${describeMillis(millis)} ${millis < 0 ? 'earlier' : 'later'}`;
  const done = toWallClock ? `have their wall time${millis === 0 ? '' : `, ${by}`}` : `are ${by}`;
  const what = `offsets ${first} to ${last ?? offset - 1} ${done}`;
  process.stdout.write(`${what}, by the amendment at offset ${offset}\n${await consequence(folder)}\n`);
}

type Newest = Awaited<ReturnType<typeof newestOf>>;

/** Offset and times of the newest durable record. */
async function newestOf(folder: DataFolder) {
  await using opened = new AsyncDisposableStack();
  const access = opened.adopt(await accessRunningJournal(folder), (open) => open.close());
  const reader = opened.adopt(openJournal(folder.journal).openReader(), (open) => open.close());
  const offset = access.durable.durableOffset - 1;
  const record = await readRecord(reader, offset);
  if (record === null) throw new ConfigError(folder.journal, `has no record at offset ${offset} to go by; try again`);
  return { offset, aheadMillis: record.receivedAt - record.wallAt };
}

/** The shift that brings city time to the wall clock now; null where they agree, or where an old stretch is shifted. */
const presentShift = (last: number | null, { aheadMillis }: Newest): number | null =>
  last === null && Math.abs(aheadMillis) > 1000 ? -aheadMillis : null;

/** What happens next, or has to be done. */
async function consequence(folder: DataFolder): Promise<string> {
  const gaps = await openJournal(folder.journal).gaps();
  if (gaps.length === 0) {
    return 'readings, documents and alerts are made again from the journal; the check "amendments" in /readyz says how far';
  }
  return 'retention has cut this journal: readings, documents and alerts are made again from a checkpoint before the stretch, if one is kept; the check "amendments" in /readyz says how far, or what to do';
}
