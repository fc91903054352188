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

/** Where a journal ends, and the files in which it goes on. */
export interface Tail {
  readonly nextOffset: number;
  readonly chainHead: Buffer;
  readonly lastReceivedAt: number | null;
  readonly open: Readonly<Record<Family, { readonly firstOffset: number; readonly bytes: number } | null>>;
}

/**
 * Finds the end of the journal after whatever happened to its last writer. A segment is begun only when everything before its commit is
 * durable, so only the newest of each family is looked at. The longest unbroken piece of the chain stays; what a crash tore is moved aside.
 * Throws a `JournalCorruptError` where records that were durable lie behind damage: those are nobody's to cut off.
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
    // Nothing of a newest segment was whole: it has gone, and the one before it holds the end.
    if (!hasChanged)
      throw walk.damage ?? new JournalCorruptError(newest[0]?.file ?? '', walk.nextOffset, 'it holds no frame');
  }
}

/** Takes off what lies behind the accepted frames of one segment; false when there is nothing. */
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
    open: { ageing: place('ageing'), lasting: place('lasting') },
  };
}

async function emptyTail(directory: string): Promise<Tail> {
  const nextOffset = endOfCut(await readCutMark(directory));
  return { nextOffset, chainHead: FIRST_HASH, lastReceivedAt: null, open: { ageing: null, lasting: null } };
}
