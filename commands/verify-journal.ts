import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { cityCommand } from '../city/city-command.ts';
import { dataFolder } from '../city/data-folder.ts';
import { openJournal } from '../journal/open-journal.ts';
import { ConfigError } from '../model/config-error.ts';
import type { Journal } from '../model/journal.ts';
import { JournalLockedError } from '../model/journal-locked-error.ts';
import type { JournalDamage, JournalLoss, JournalReport, VerifyProgress } from '../model/journal-report.ts';
import { startProgress } from './progress.ts';

/** Options of `citynerve verify --journal`. */
export interface VerifyJournalOptions {
  readonly data: string;
  readonly setAside: boolean;
  readonly json: boolean;
}

/**
 * `citynerve verify --journal`: checks every checksum and every link of the hash chain of the whole journal, including
 * compressed segments; the city may be running. Exit code 0 when everything is intact, 1 when something is damaged:
 * each place is named. With `--set-aside`, for a stopped city, damaged bytes are quarantined: they are moved out of
 * their segments and kept, and what is lost is recorded so that the fold can go on.
 */
export async function verifyJournalCommand(options: VerifyJournalOptions): Promise<void> {
  const { journal: directory, root } = dataFolder(resolve(options.data));
  if (!existsSync(directory)) throw new ConfigError(directory, 'is not there; name a city with --data');
  const journal = openJournal(directory);
  const progress = startProgress(await journal.bytes(), 'bytes | {segments} segments, {records} records');
  const onProgress = ({ bytes, ...facts }: VerifyProgress) => progress.update(bytes, facts);
  const done = options.setAside ? await quarantineLocked(journal, directory, onProgress) : null;
  const report = await journal.verify({ onProgress });
  progress.end();
  const lines = options.json
    ? [JSON.stringify({ ...report, ...(done && { setAside: done }) })]
    : [...(done?.kept ?? []).map((file) => `kept as it was: ${file}`), ...linesOf(report, root)];
  process.stdout.write(`${lines.join('\n')}\n`);
  process.exit(report.ok ? 0 : 1);
}

/** Quarantines damage while it holds the lock of the journal. */
async function quarantineLocked(journal: Journal, directory: string, onProgress: (progress: VerifyProgress) => void) {
  let unlock: () => void;
  try {
    unlock = journal.lock(Date.now());
  } catch (error) {
    if (!(error instanceof JournalLockedError)) throw error;
    throw new ConfigError(
      directory,
      `${error.message}; end the city, then run this again: devices keep their messages`,
    );
  }
  try {
    return await journal.quarantineDamage({ onProgress });
  } finally {
    unlock();
  }
}

function linesOf(report: JournalReport, root: string): string[] {
  const { records, frames, segments, nextOffset, chainHead, cut, torn } = report;
  const head = `${report.ok ? 'sound' : 'DAMAGED'}  ${records} records in ${frames} frames and ${segments} segments, up to offset ${nextOffset}`;
  const lines = [head, `  chain head ${chainHead}`];
  for (const { from, until } of cut) lines.push(`  cut by retention: offsets ${from} to ${until - 1}`);
  for (const loss of report.losses) lines.push(`  lost before: ${lossText(loss)}`);
  for (const { segment, position, bytes } of torn) {
    lines.push(
      `  ${segment}: ${bytes} bytes from byte ${position} on are an incomplete commit that was not acknowledged`,
    );
  }
  for (const damage of report.damage) lines.push(`  ${damageText(damage)}`);
  if (!report.ok) lines.push(...advice(root));
  return lines;
}

const advice = (root: string): readonly string[] => [
  'Put the named files back from a backup and run this again. Where there is none, end the city and run',
  `${cityCommand('verify --journal --set-aside', root)}: intact records stay, damaged files are kept, what is lost is recorded, and the city goes on.`,
];

const lossText = ({ from, until, detail, keptAs }: JournalLoss): string =>
  `offsets ${from} to ${until - 1} (${detail}${keptAs === null ? '' : `; kept as ${keptAs}`})`;

function damageText({ segment, position, bytes, detail, lost }: JournalDamage): string {
  const ranges = lost.map(({ from, until }) => (until === null ? `${from} and on` : `${from} to ${until - 1}`));
  const place = bytes > 0 ? `byte ${position}, ${bytes} bytes` : `from byte ${position} on`;
  const where = segment === '' ? 'the end' : `${segment}, ${place}`;
  return `${where}: ${detail}; ${ranges.length > 0 ? `records lost: offsets ${ranges.join(', ')}` : 'no record is lost'}`;
}
