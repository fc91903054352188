import { JournalCorruptError } from '../../../model/journal-corrupt-error.ts';
import { readEndMark, removeEndMark } from '../format/end-mark.ts';
import { listSegments } from '../format/list-segments.ts';
import { addLosses, readLosses } from '../format/loss-mark.ts';
import { scanSegment } from '../verify/scan-segment.ts';
import { quarantineDamage } from './quarantine-damage.ts';
import { recoverTail, type Tail } from './recover-tail.ts';

/**
 * Makes a journal ready to be written, whatever happened to it since: half a commit is moved aside, and so are damaged bytes in the newest
 * segments, of which `tell` hears what is lost and where the bytes are kept. Damage in a closed segment hinders nobody who writes, and waits
 * for a person. Throws a `JournalCorruptError` where the end cannot be found all the same.
 */
export async function recoverJournal(directory: string, tell: (detail: string) => void): Promise<Tail> {
  const tail = behindLoss(await recoverSound(directory, tell), await readLosses(directory));
  const end = await readEndMark(directory);
  let found = tail;
  if (end && end.nextOffset > tail.nextOffset) {
    // The writer had closed this journal: no crash tore what is missing, and its offsets are not given to anybody else.
    const [from, until] = [tail.nextOffset, end.nextOffset];
    const detail = `records ${from} to ${until - 1} are missing at the end of the journal`;
    const links = { before: tail.chainHead.toString('hex'), after: end.chainHead };
    await addLosses(directory, [{ from, until, ...links, detail, keptAs: null }]);
    tell(`${detail}, though its last writer had closed it; what is left of them lies beside it as *.torn-${from}`);
    found = { ...tail, nextOffset: until, chainHead: Buffer.from(end.chainHead, 'hex') };
  }
  await removeEndMark(directory);
  return found;
}

async function recoverSound(directory: string, tell: (detail: string) => void): Promise<Tail> {
  const tellTorn = (file: string, offset: number): void =>
    tell(`half a commit behind offset ${offset}, as a crash leaves it, was moved to ${file}`);
  try {
    const tail = await recoverTail(directory, tellTorn);
    await refuseUnsoundLasting(directory);
    return tail;
  } catch (error) {
    if (!(error instanceof JournalCorruptError)) throw error;
    const { damage, kept } = await quarantineDamage(directory, ({ isNewest }) => isNewest);
    if (damage.length === 0) throw error;
    for (const { segment, position, detail, lost } of damage) {
      const ranges = lost.map(({ from, until }) => (until === null ? `${from} on` : `${from} to ${until - 1}`));
      tell(`${segment} is damaged at byte ${position} (${detail}): records ${ranges.join(', ') || 'none'} are lost`);
    }
    if (kept.length > 0) tell(`damaged segments were kept as ${kept.join(', ')}`);
    return recoverTail(directory, tellTorn);
  }
}

/** The newest lasting segment reaches far back, and a gateway reads all of it to know its devices: the tail is only its end. */
async function refuseUnsoundLasting(directory: string): Promise<void> {
  const name = (await listSegments(directory)).lasting.at(-1);
  const [bad] = name ? (await scanSegment(directory, name)).bad : [];
  if (bad) throw new JournalCorruptError(bad.segment, bad.after, bad.detail);
}

/** Where the very end was lost, the journal goes on behind it. */
function behindLoss(tail: Tail, losses: Awaited<ReturnType<typeof readLosses>>): Tail {
  const loss = losses.findLast(({ from, until }) => from <= tail.nextOffset && until > tail.nextOffset);
  return loss ? { ...tail, nextOffset: loss.until, chainHead: Buffer.from(loss.after, 'hex') } : tail;
}
