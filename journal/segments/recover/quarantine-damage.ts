import { basename, join } from 'node:path';
import type { JournalDamage, JournalRepair } from '../../../model/journal-report.ts';
import { freeName } from '../format/free-name.ts';
import { addLosses, type Loss } from '../format/loss-mark.ts';
import { type Inspection, inspectJournal } from '../verify/inspect-journal.ts';
import { type JoinedChain, joinStretches } from '../verify/join-stretches.ts';
import type { Stretch } from '../verify/scan-segment.ts';
import { findings } from '../verify/verify-journal.ts';
import { restoreNames } from './restore-names.ts';
import { rewriteSegment } from './rewrite-segment.ts';

/**
 * Quarantines corrupt segments: each is kept unchanged under another name, and replaced by one with its valid frames
 * only. Lost records are recorded, so that readers skip them. `which` selects the corruptions. The caller must hold the
 * lock of the journal.
 */
export async function quarantineDamage(
  directory: string,
  which: (damage: JournalDamage) => boolean = () => true,
  onProgress?: Parameters<typeof inspectJournal>[0]['onProgress'],
): Promise<JournalRepair> {
  await restoreNames(directory);
  const inspection = await inspectJournal({ directory, ...(onProgress && { onProgress }) });
  const { stretches, chain } = withoutSuspects(inspection);
  const { altered, repeated } = inspection.chain;
  const damage = withoutDuplicates(findings({ ...inspection, chain: { ...chain, altered, repeated } }).damage).filter(
    which,
  );
  const concerned = new Set(damage.map(({ segment }) => segment));
  const kept = new Map<string, string>();
  for (const { name } of inspection.segments) {
    const isAltered = (inspection.scans.get(name.file)?.stretches ?? []).some((stretch) => !stretches.has(stretch));
    const isDamaged = isAltered || inspection.bad.some(({ segment, isCutOff }) => segment === name.file && !isCutOff);
    const isCutShort = inspection.bad.some(
      ({ segment, isCutOff, isNewest }) => segment === name.file && isCutOff && !isNewest,
    );
    if (concerned.has(name.file) && (isDamaged || isCutShort))
      kept.set(name.file, basename(freeName(join(directory, `${name.file}.damaged`))));
  }
  const losses = damage.flatMap((one) => lossesOf(one, chain, kept.get(one.segment) ?? null));
  if (losses.length > 0) await addLosses(directory, losses);
  for (const { name } of inspection.segments) {
    const keptAs = kept.get(name.file);
    const sound = [...stretches].filter(({ segment }) => segment === name.file);
    if (keptAs !== undefined) await rewriteSegment(directory, name, keptAs, sound);
  }
  return { damage, losses, kept: [...kept.values()] };
}

/** The valid ranges of frames, without frames that do not match the chain and without repeated ones. */
function withoutSuspects({ scans, gaps, end }: Inspection): { stretches: ReadonlySet<Stretch>; chain: JoinedChain } {
  const stretches = new Set([...scans.values()].flatMap((scan) => scan.stretches));
  for (;;) {
    const chain = joinStretches([...stretches], gaps, end);
    for (const stretch of chain.repeated) stretches.delete(stretch);
    const [first] = chain.altered;
    if (!first) return { stretches, chain };
    stretches.delete(first.suspect);
    const rest = withoutLast(first.suspect);
    if (rest) stretches.add(rest);
  }
}

/** Removes duplicate findings: a frame that was excluded from the chain is also reported as missing. */
const withoutDuplicates = (damage: readonly JournalDamage[]): readonly JournalDamage[] =>
  damage.filter(
    (one) =>
      one.bytes > 0 ||
      !damage.some((other) => other.bytes > 0 && other.lost.some(({ from }) => from === one.lost[0]?.from)),
  );

function withoutLast(stretch: Stretch): Stretch | null {
  const { at, firstOffset, previous } = stretch.last;
  if (at === stretch.at) return null;
  const last = { at: stretch.at, firstOffset: stretch.from, previous: stretch.before };
  return { ...stretch, until: firstOffset, after: previous, endAt: at, last };
}

/**
 * The lost ranges with the hashes of the chain at both ends; at the end of the journal according to an intact header.
 */
function lossesOf({ lost, detail }: JournalDamage, chain: JoinedChain, keptAs: string | null): readonly Loss[] {
  return lost.flatMap(({ from, until }) => {
    const gap = chain.missing.find((missing) => missing.from === from && missing.until === until);
    if (gap) return [{ from, until: gap.until, before: gap.before, after: gap.after, detail, keptAs }];
    if (until === null || from < chain.nextOffset) return [];
    return [{ from, until, before: chain.head, after: chain.head, detail, keptAs }];
  });
}
