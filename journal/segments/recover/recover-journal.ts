import { JournalCorruptError } from '../../../model/journal-corrupt-error.ts';
import { readEndMark, removeEndMark } from '../format/end-mark.ts';
import { listSegments } from '../format/list-segments.ts';
import { addLosses, readLosses } from '../format/loss-mark.ts';
import { scanSegment } from '../verify/scan-segment.ts';
import { quarantineDamage } from './quarantine-damage.ts';
import { recoverTail, type Tail } from './recover-tail.ts';

/**
 * Prepares a journal for writing. An incomplete commit, and corrupt bytes in the newest segments, are quarantined;
 * `report` is called with a sentence for each. A corruption in a closed segment does not affect the writer, and is left
 * to the operator. Throws a `JournalCorruptError` where the end of the journal still cannot be found.
 */
export async function recoverJournal(directory: string, report: (detail: string) => void): Promise<Tail> {
  const tail = behindLoss(await recoverOrQuarantine(directory, report), await readLosses(directory));
  const end = await readEndMark(directory);
  let found = tail;
  if (end && end.nextOffset > tail.nextOffset) {
    // The writer had closed this journal, so that records are missing, and not an incomplete commit: their offsets are
    // recorded as lost, and not used again.
    const [from, until] = [tail.nextOffset, end.nextOffset];
    const detail = `records ${from} to ${until - 1} are missing at the end of the journal`;
    const links = { before: tail.chainHead.toString('hex'), after: end.chainHead };
    await addLosses(directory, [{ from, until, ...links, detail, keptAs: null }]);
    report(`${detail}, although its last writer had closed it; remaining bytes are in *.torn-${from}`);
    found = { ...tail, nextOffset: until, chainHead: Buffer.from(end.chainHead, 'hex') };
  }
  await removeEndMark(directory);
  return found;
}

async function recoverOrQuarantine(directory: string, report: (detail: string) => void): Promise<Tail> {
  const reportTorn = (file: string, offset: number): void =>
    report(`an incomplete commit after offset ${offset}, as left by a crash, was moved to ${file}`);
  try {
    const tail = await recoverTail(directory, reportTorn);
    await refuseUnsoundLasting(directory);
    return tail;
  } catch (error) {
    if (!(error instanceof JournalCorruptError)) throw error;
    const { damage, kept } = await quarantineDamage(directory, ({ isNewest }) => isNewest);
    if (damage.length === 0) throw error;
    for (const { segment, position, detail, lost } of damage) {
      const ranges = lost.map(({ from, until }) => (until === null ? `${from} on` : `${from} to ${until - 1}`));
      report(`${segment} is damaged at byte ${position} (${detail}): records ${ranges.join(', ') || 'none'} are lost`);
    }
    if (kept.length > 0) report(`damaged segments were kept as ${kept.join(', ')}`);
    return recoverTail(directory, reportTorn);
  }
}

/**
 * Checks the whole newest lasting segment, which the gateway reads at its start; the tail recovery checks only its end.
 */
async function refuseUnsoundLasting(directory: string): Promise<void> {
  const name = (await listSegments(directory)).lasting.at(-1);
  const [bad] = name ? (await scanSegment(directory, name)).bad : [];
  if (bad) throw new JournalCorruptError(bad.segment, bad.after, bad.detail);
}

/** If the end of the journal is recorded as lost, new records get offsets after the lost ones. */
function behindLoss(tail: Tail, losses: Awaited<ReturnType<typeof readLosses>>): Tail {
  const loss = losses.findLast(({ from, until }) => from <= tail.nextOffset && until > tail.nextOffset);
  return loss ? { ...tail, nextOffset: loss.until, chainHead: Buffer.from(loss.after, 'hex') } : tail;
}
