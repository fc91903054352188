import { resolve } from 'node:path';
import { cityCommand } from '../city/city-command.ts';
import { type DataFolder, dataFolder } from '../city/data-folder.ts';
import { readCityConfig } from '../city/read-city.ts';
import { readAmendments } from '../fold/read-amendments.ts';
import { openJournal } from '../journal/open-journal.ts';
import { ConfigError } from '../model/config-error.ts';
import { type ClockHistory, type ClockJump, readClockHistory } from './clock-history.ts';
import { accessJournal } from './journal-access.ts';
import { describeMillis } from './parse-shift.ts';

const MAX_RECORDS_A_BATCH = 5_000;
const MOST_JUMPS = 20;

/**
 * `citynerve clock`: prints city time, whether it follows the wall clock, where it jumped, and what to do. Reads the
 * whole journal, of a running or a stopped city.
 */
export async function clockCommand(options: { readonly data: string }): Promise<void> {
  const folder = dataFolder(resolve(options.data));
  if (readCityConfig(folder, process.env).clock === 'driven') {
    throw new ConfigError(folder.root, 'has a driven clock: its time comes from the simulator or replay');
  }
  const history = await historyOf(folder);
  process.stdout.write(`${clockLines(history, folder.root).join('\n')}\n`);
}

async function historyOf(folder: DataFolder): Promise<ClockHistory> {
  await using opened = new AsyncDisposableStack();
  const access = opened.adopt(await accessJournal(folder), (open) => open.close());
  const reader = opened.adopt(openJournal(folder.journal).openReader(), (open) => open.close());
  const until = access.durable.durableOffset;
  const amendments = await readAmendments(reader, until);
  return await readClockHistory(reader.read({ from: 0, until, maxRecords: MAX_RECORDS_A_BATCH }), amendments);
}

/** The lines that `citynerve clock` prints; `data` is the folder of the city. */
export function clockLines({ newest, hold, jumps }: ClockHistory, data: string): readonly string[] {
  if (newest === null) return ['the journal is empty'];
  const ahead = newest.cityTime - newest.wallAt;
  const lines = [`city time  ${iso(newest.cityTime)}, at offset ${newest.offset}`, `wall clock ${iso(newest.wallAt)}`];
  const shown = jumps.slice(-MOST_JUMPS).map((jump) => describeJump(jump));
  const listed = shown.length === 0 ? [] : ['', 'city time jumped:', ...shown];
  if (hold === null) return [...lines, 'city time follows the wall clock', ...listed, ...hints(jumps.at(-1), data)];
  if (hold.isAccepted) {
    const left = describeMillis(ahead);
    return [...lines, `accepted: city time is ${left} ahead and runs at half speed until the wall clock has caught up`];
  }
  const side = ahead > 0 ? 'ahead of' : 'behind';
  return [
    ...lines,
    `held since offset ${hold.offset}: city time is ${describeMillis(ahead)} ${side} the wall clock and goes on by the monotonic clock`,
    '',
    'the wall clock is wrong: set it right; city time then follows by itself',
    `the wall clock is right: ${ahead > 0 ? repairs(ahead, jumps, data) : cityCommand('clock accept', data)}`,
    ...listed,
  ];
}

/** What ends a hold where the wall clock is right and city time is ahead of it. */
function repairs(ahead: number, jumps: readonly ClockJump[], data: string): string {
  const begin = jumps.findLast(({ from, to }) => to - from >= ahead / 2);
  const shift = cityCommand(`clock shift ${begin?.offset ?? 'FIRST'}-`, data);
  const where = begin === undefined ? ', where FIRST is the offset of the first record with the wrong time' : '';
  return `${shift}${where}; up to a day also: ${cityCommand('clock accept', data)}, city time then runs at half speed until the wall clock has caught up`;
}

const describeJump = ({ offset, from, to }: ClockJump): string =>
  `  at offset ${offset} from ${iso(from)} to ${iso(to)}, by ${describeMillis(to - from)}`;

/** How to shift what is on either side of the last jump. */
function hints(jump: ClockJump | undefined, data: string): readonly string[] {
  if (jump === undefined) return [];
  const { offset } = jump;
  const by = jump.to - jump.from;
  return [
    `if the time before offset ${offset} was wrong: ${cityCommand(`clock shift 0-${offset - 1} --by +${by}`, data)}`,
    `if the time from there to LAST was wrong: ${cityCommand(`clock shift ${offset}-LAST --by -${by}`, data)}`,
    'if the city was off for that long, nothing is wrong',
  ];
}

const iso = (millis: number): string => new Date(millis).toISOString();
