import { existsSync } from 'node:fs';
import type { JournalAccess } from '../analytics/evidence/compare-inputs.ts';
import type { AlertAction } from '../analytics/evidence/verify-history.ts';
import type { DataFolder } from '../city/data-folder.ts';
import { readGeneration } from '../city/generation.ts';
import type { Mapping } from '../devices/mapping.ts';
import { amendedRecord } from '../fold/amended-record.ts';
import { mappingAt } from '../fold/city-fold.ts';
import { decodeRecord } from '../fold/decode-record.ts';
import { readAmendments } from '../fold/read-amendments.ts';
import { readRecord } from '../fold/read-record.ts';
import { openJournal } from '../journal/open-journal.ts';
import type { Amendment } from '../model/amendment.ts';
import type { JournalReader } from '../model/journal.ts';

/** What the journal of a city has for the verification of an alert. */
export interface AlertJournal {
  readonly reader: JournalReader;
  readonly mapping: Mapping | null;
  readonly amendments: readonly Amendment[];
  readonly access: JournalAccess;
  /** What persons did about the alert. */
  readonly actions: readonly AlertAction[];
}

/** Opens the journal of a city, running or not, for reading; null: the folder has none. */
export async function openAlertJournal(folder: DataFolder, alertId: string): Promise<AlertJournal | null> {
  if (!existsSync(folder.journal)) return null;
  const reader = openJournal(folder.journal).openReader();
  const mapping = await mappingAt(reader, readGeneration(folder).mappingAsOf);
  const amendments = await readAmendments(reader);
  const actions: AlertAction[] = [];
  const configured: number[] = [];
  for await (const { records } of reader.read({ from: 0, until: Number.MAX_SAFE_INTEGER, kinds: 'lasting' })) {
    for (const record of records) {
      if (record.kind === 'config') configured.push(record.offset);
      if (record.kind !== 'action' || record.action.type !== 'alert.acknowledge') continue;
      if (record.action.alertId !== alertId) continue;
      const { receivedAt } = await amendedRecord(record, reader, amendments);
      actions.push({ user: record.user, note: record.action.note, receivedAt });
    }
  }
  // Each record is decoded with the configuration of its time, as it was folded; it seldom changes.
  const decoders = new Map<number, ReturnType<typeof decodeRecord>>();
  const decoderFor = (offset: number) => {
    const epoch = configured.findLast((each) => each < offset) ?? -1;
    const decoder = decoders.get(epoch) ?? decodeRecord({ reader, offset: epoch + 1, mapping, amendments });
    decoders.set(epoch, decoder);
    return decoder;
  };
  const access: JournalAccess = {
    readRecord: (offset) => readRecord(reader, offset),
    decode: async (record) => (await decoderFor(record.offset))(record),
  };
  return { reader, mapping, amendments, access, actions };
}
