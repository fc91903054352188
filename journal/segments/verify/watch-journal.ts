import type { JournalWatch, JournalWatchOptions } from '../../../model/journal.ts';
import type { JournalDamage, JournalReport } from '../../../model/journal-report.ts';
import { errorCode } from '../format/error-code.ts';
import { listSegments } from '../format/list-segments.ts';
import { type SegmentToScan, scanWith } from './inspect-journal.ts';
import type { SegmentScan } from './scan-segment.ts';
import { verifyJournal } from './verify-journal.ts';

/** Maximum share of the time for the background verification, which must not slow down the gateway. */
const TIME_SHARE = 0.05;
/** Bytes read between two pauses. */
const BYTES_PER_STEP = 256 * 1024;
const HOUR_MILLIS = 3_600_000;
/** A closed segment is read when it is new, and again after this time, to find silent corruption of the disk. */
const READ_AGAIN_MILLIS = 7 * 24 * HOUR_MILLIS;

/** Verifies a journal in the background while it is written: new segments each hour, all of them each week. */
export function watchJournal(options: JournalWatchOptions & { readonly directory: string }): JournalWatch {
  const { directory, now, wait } = options;
  const known = new Map<string, { readonly scan: SegmentScan; readonly readAt: number }>();
  const reported = new Set<string>();
  let report: JournalReport | null = null;
  let fault: string | null = null;
  let isStopped = false;
  let bytes = 0;
  let restedAt = now();

  async function pace(more: number): Promise<void> {
    bytes += more;
    if (bytes < BYTES_PER_STEP) return;
    bytes = 0;
    await wait((now() - restedAt) * (1 / TIME_SHARE - 1));
    restedAt = now();
    if (isStopped) throw new Stopped();
  }

  const readAnew = scanWith(directory, pace);
  async function scan(segment: SegmentToScan): Promise<SegmentScan> {
    const { file } = segment.name;
    const before = known.get(file);
    if (before && now() - before.readAt < READ_AGAIN_MILLIS) return before.scan;
    restedAt = now();
    const found = await readAnew(segment).catch((error: unknown) => {
      throw isPassing(error) ? error : new Error(`${file}: ${textOf(error)}`, { cause: error });
    });
    // The open segment, and corrupt ones, are read every time.
    if (!segment.isNewest && found.bad.length === 0) known.set(file, { scan: found, readAt: now() });
    return found;
  }

  async function round(): Promise<void> {
    const found = await verifyJournal({ directory, scan, durableOffset: options.durableOffset() });
    report = found;
    fault = null;
    const { ageing, lasting } = await listSegments(directory);
    const there = new Set([...ageing, ...lasting].map(({ file }) => file));
    for (const file of known.keys()) if (!there.has(file)) known.delete(file);
    for (const damage of found.damage) {
      const name = `${damage.segment} ${damage.position} ${damage.offset}`;
      if (!reported.has(name)) options.onDamage(damage);
      reported.add(name);
    }
  }

  async function watch(): Promise<void> {
    while (!isStopped) {
      await round().catch((error: unknown) => {
        if (error instanceof Stopped) return;
        fault = textOf(error);
        options.onFault(error);
      });
      await wait(HOUR_MILLIS);
    }
  }

  void watch();
  return {
    get isSound() {
      return fault === null && (report?.ok ?? true);
    },
    get detail() {
      if (fault !== null)
        return `it could not be checked (${fault}): look at the disk; it is tried again within the hour`;
      return report ? detailOf(report) : `being checked, ${known.size} closed segments so far`;
    },
    get checkedSegments() {
      return known.size;
    },
    get damagedPlaces() {
      return report?.damage.length ?? 0;
    },
    get lostRecords() {
      return (report?.losses ?? []).reduce((sum, { from, until }) => sum + until - from, 0);
    },
    stop() {
      isStopped = true;
    },
  };
}

class Stopped extends Error {}

/** Whether an error is no fault: the watch was stopped, or a segment was compressed or deleted since it was listed. */
const isPassing = (error: unknown): boolean => error instanceof Stopped || errorCode(error) === 'ENOENT';

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function detailOf({ damage, segments, nextOffset, losses }: JournalReport): string {
  const [first] = damage;
  if (first) {
    return (
      `${damage.length} damaged places, the first ${placeOf(first)} (${first.detail}): put the file back from a ` +
      'backup, or see verify --journal in docs/operators.md; what is written now is not concerned'
    );
  }
  const lost = losses.map(({ from, until }) => `${from} to ${until - 1}`);
  const before = lost.length > 0 ? `; records lost to damage before: offsets ${lost.join(', ')}` : '';
  return `${segments} segments checked up to offset ${nextOffset}${before}`;
}

const placeOf = ({ segment, position }: JournalDamage): string =>
  segment === '' ? 'at the end' : `in ${segment} at byte ${position}`;
