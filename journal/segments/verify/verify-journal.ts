import type { JournalDamage, JournalReport, VerifyProgress } from '../../../model/journal-report.ts';
import { readCutMark } from '../format/cut-mark.ts';
import { readLosses } from '../format/loss-mark.ts';
import { type Inspection, inspectJournal, type Scan } from './inspect-journal.ts';

/** Recomputes all checksums and the hash chain, also while a writer runs. A corruption is a finding, not an error. */
export async function verifyJournal(options: {
  readonly directory: string;
  readonly scan?: Scan;
  /** The durable offset of the running writer: records missing before it are a corruption, and not due to a crash. */
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

/**
 * All findings, one for each place: invalid bytes with their lost records, missing records, and frames out of the
 * chain.
 */
export function findings({ bad, chain, segments }: Inspection): Pick<JournalReport, 'damage' | 'torn'> {
  const damage: JournalDamage[] = [];
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
