import type { Amendment } from '../model/amendment.ts';
import type { JournalReader } from '../model/journal.ts';
import { JournalCorruptError } from '../model/journal-corrupt-error.ts';

/**
 * All amendments of a journal in the order of their offsets, each once. Every fold reads them before it starts. A shift
 * of the clock without an end ends before the amendment itself.
 * `until`: the durable offset; by default the end of a journal that is not being written. If the journal is corrupt and
 * `onDamage` is given, it is called, and the amendments before the corruption are returned, since a fold stops there
 * too. Without `onDamage` the `JournalCorruptError` is thrown.
 */
export async function readAmendments(
  reader: Pick<JournalReader, 'read'>,
  until: number = Number.MAX_SAFE_INTEGER,
  onDamage?: (error: JournalCorruptError) => void,
): Promise<readonly Amendment[]> {
  const found = new Map<string, Amendment>();
  try {
    for await (const { records } of reader.read({ from: 0, until, kinds: 'lasting' })) {
      for (const record of records) {
        if (record.kind !== 'amendment' || found.has(record.amendmentId)) continue;
        const { amendmentId, user, fromOffset, amendment } = record;
        const untilOffset = record.untilOffset ?? (amendment.type === 'clock-shifted' ? record.offset : null);
        found.set(amendmentId, { amendmentId, user, fromOffset, untilOffset, amendment });
      }
    }
  } catch (error) {
    if (onDamage === undefined || !(error instanceof JournalCorruptError)) throw error;
    onDamage(error);
  }
  return [...found.values()];
}
