import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { JournalCorruptError } from '../../../model/journal-corrupt-error.ts';
import { endOfCut, readCutMark } from '../format/cut-mark.ts';
import { FAMILIES, type Family } from '../format/family.ts';
import { FIRST_HASH } from '../format/frame.ts';
import { listSegments } from '../format/list-segments.ts';
import type { SegmentName } from '../format/segment-name.ts';
import { quarantineTail } from './quarantine-tail.ts';
import { refuseDurableBehind } from './refuse-durable-behind.ts';
import { type ChainWalk, walkChain } from './walk-chain.ts';

/** The end of a journal, and the segments that are continued. */
export interface Tail {
  readonly nextOffset: number;
  readonly chainHead: Buffer;
  readonly lastReceivedAt: number | null;
  /** First offset of the last commit; null in an empty journal. */
  readonly lastCommitOffset: number | null;
  readonly open: Readonly<Record<Family, { readonly firstOffset: number; readonly bytes: number } | null>>;
}

/**
 * Finds the end of the journal after a crash. A segment is begun only when everything before its commit is durable, so
 * only the newest one of each family is checked. The longest unbroken chain is kept; an incomplete commit after it is
 * quarantined. Throws a `JournalCorruptError` where durable records follow after a corruption, which must not be
 * removed.
 */
export async function recoverTail(
  directory: string,
  onTorn: (file: string, offset: number) => void = () => undefined,
): Promise<Tail> {
  for (;;) {
    const segments = await listSegments(directory);
    const newest = FAMILIES.flatMap((family) => segments[family].at(-1) ?? []);
    if (newest.length === 0) return emptyTail(directory);
    const walk = await walkChain(directory, Math.max(...newest.map((name) => name.firstOffset)));
    let hasChanged = false;
    for (const name of newest) hasChanged = (await trim(directory, name, walk, onTorn)) || hasChanged;
    if (walk.last) return describe(walk, newest);
    // A newest segment without a valid frame was removed: the one before it is checked next.
    if (!hasChanged)
      throw walk.damage ?? new JournalCorruptError(newest[0]?.file ?? '', walk.nextOffset, 'it holds no frame');
  }
}

/** Quarantines what follows the accepted frames of one segment; returns false if there is nothing. */
async function trim(
  directory: string,
  name: SegmentName,
  walk: ChainWalk,
  onTorn: (file: string, offset: number) => void,
): Promise<boolean> {
  if (name.isCompressed) return false;
  const end = walk.ends.get(name.file);
  if (end === undefined) throw walk.damage ?? new Error(`the journal segment ${name.file} could not be searched`);
  const { size } = await stat(join(directory, name.file));
  if (size === end && size > 0) return false;
  await refuseDurableBehind(directory, name, end, walk.nextOffset);
  const kept = await quarantineTail(directory, name.file, end, walk.nextOffset);
  if (kept !== null) onTorn(kept, walk.nextOffset);
  return true;
}

function describe(walk: ChainWalk, newest: readonly SegmentName[]): Tail {
  const place = (family: Family): Tail['open'][Family] => {
    const name = newest.find((candidate) => candidate.family === family && !candidate.isCompressed);
    const bytes = name ? (walk.ends.get(name.file) ?? 0) : 0;
    return name && bytes > 0 ? { firstOffset: name.firstOffset, bytes } : null;
  };
  return {
    nextOffset: walk.nextOffset,
    chainHead: walk.head,
    lastReceivedAt: walk.last?.header.lastReceivedAt ?? null,
    lastCommitOffset: walk.last?.header.commitOffset ?? null,
    open: { ageing: place('ageing'), lasting: place('lasting') },
  };
}

async function emptyTail(directory: string): Promise<Tail> {
  const nextOffset = endOfCut(await readCutMark(directory));
  return {
    nextOffset,
    chainHead: FIRST_HASH,
    lastReceivedAt: null,
    lastCommitOffset: null,
    open: { ageing: null, lasting: null },
  };
}
