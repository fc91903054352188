import { readCutMark } from '../format/cut-mark.ts';
import { type Loss, readLosses } from '../format/loss-mark.ts';
import { type Inspection, inspectJournal, type Scan } from './inspect-journal.ts';

/** A place that is not as it was written. */
export interface Damage {
  readonly segment: string;
  /** First byte that cannot be trusted, and how many; of a compressed segment, of what it was before. */
  readonly position: number;
  readonly bytes: number;
  /** First offset that may be concerned. */
  readonly offset: number;
  readonly detail: string;
  /** Half-open stretches of offsets whose records are gone; `until` null: to an end that nobody knows. */
  readonly lost: readonly { readonly from: number; readonly until: number | null }[];
  /** It lies in the segment that its family is written to, or would be next. */
  readonly isNewest: boolean;
}

/** What a check of the whole journal found. */
export interface JournalReport {
  readonly ok: boolean;
  readonly frames: number;
  readonly records: number;
  readonly segments: number;
  /** Offset behind the last record checked. */
  readonly nextOffset: number;
  /** SHA-256 of the last frame, in hex: note it elsewhere, and not even the newest frame can be replaced unseen. */
  readonly chainHead: string;
  /** Half-open stretches of offsets that retention cut; behind the last one the chain is unbroken. */
  readonly cut: readonly { readonly from: number; readonly until: number }[];
  /** What was lost to damage before, and set aside. */
  readonly losses: readonly Loss[];
  /** Half a commit at the end, as a crash leaves it: never acknowledged, and set aside by the next start. */
  readonly torn: readonly { readonly segment: string; readonly position: number; readonly bytes: number }[];
  /** In order of offsets. */
  readonly damage: readonly Damage[];
  readonly firstBad?: Damage;
}

/** How far the check is. */
export interface VerifyProgress {
  readonly bytes: number;
  readonly segments: number;
  readonly records: number;
}

/** Recomputes every checksum and every link of the chain, beside a running writer too. Damage is a finding, not an error. */
export async function verifyJournal(options: {
  readonly directory: string;
  readonly scan?: Scan;
  /** What the writer at work says is durable: what is missing before it is damage, and no crash. */
  readonly durableOffset?: number;
  readonly onProgress?: (progress: VerifyProgress) => void;
}): Promise<JournalReport> {
  const { directory } = options;
  const inspection = await inspectJournal(options);
  const [mark, losses] = await Promise.all([readCutMark(directory), readLosses(directory)]);
  const { scans, chain } = inspection;
  const { damage, torn } = findings(inspection);
  const total = (count: 'frames' | 'records') => [...scans.values()].reduce((sum, scan) => sum + scan[count], 0);
  return {
    ok: damage.length === 0,
    frames: total('frames'),
    records: total('records'),
    segments: scans.size,
    nextOffset: chain.nextOffset,
    chainHead: chain.head,
    cut: mark.holes.map(({ from, until }) => ({ from, until })),
    losses,
    torn,
    damage,
    ...(damage[0] && { firstBad: damage[0] }),
  };
}

/** What is wrong, each place once: bytes that are no frames with the records that they held, and what does not fit together. */
export function findings({ bad, chain, segments }: Inspection): Pick<JournalReport, 'damage' | 'torn'> {
  const damage: Damage[] = [];
  const torn: JournalReport['torn'][number][] = [];
  const newest = new Set(segments.filter(({ isNewest }) => isNewest).map(({ name }) => name.file));
  const explained = new Set<object>();
  for (const { segment, at, until, after, before, claims, detail, isCutOff, isNewest } of bad) {
    const missing = chain.missing.filter((gap) => gap.from >= after && gap.until <= before);
    for (const gap of missing) explained.add(gap);
    const place = { segment, position: at, bytes: until - at, isNewest };
    if (isNewest && isCutOff && missing.length === 0) {
      torn.push(place);
      continue;
    }
    const isEnd = before === Number.POSITIVE_INFINITY && missing.length === 0;
    const rest = claims ?? { from: Math.max(after, chain.nextOffset), until: null };
    const lost = isEnd ? [rest] : missing.map((gap) => ({ from: gap.from, until: gap.until }));
    damage.push({ ...place, offset: lost[0]?.from ?? after, detail, lost });
  }
  for (const gap of chain.missing) {
    if (explained.has(gap)) continue;
    const { from, until, behind } = gap;
    const where = behind ? 'before it' : 'at the end of the journal';
    damage.push({
      segment: behind?.segment ?? '',
      position: behind?.at ?? 0,
      bytes: 0,
      offset: from,
      detail: `records ${from} to ${until - 1} are missing ${where}`,
      lost: [{ from, until }],
      isNewest: behind === null || newest.has(behind.segment),
    });
  }
  for (const { suspect, next } of chain.altered) {
    damage.push({
      segment: suspect.segment,
      position: suspect.last.at,
      bytes: suspect.endAt - suspect.last.at,
      offset: suspect.last.firstOffset,
      detail: `the frame at offset ${next.from} in ${next.segment} does not follow from it: one of the two was altered`,
      lost: [{ from: suspect.last.firstOffset, until: suspect.until }],
      isNewest: newest.has(suspect.segment),
    });
  }
  for (const { segment, at, endAt, from, until } of chain.repeated) {
    const detail = `records ${from} to ${until - 1} come a second time: the file does not belong here`;
    const place = { segment, position: at, bytes: endAt - at, offset: from };
    damage.push({ ...place, detail, lost: [], isNewest: newest.has(segment) });
  }
  return { damage: damage.sort((a, b) => a.offset - b.offset), torn };
}
