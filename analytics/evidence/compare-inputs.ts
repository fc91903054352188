import type { Journalled } from '../../model/journal-record.ts';
import type { Reading } from '../../model/reading.ts';
import { eventTimeText } from '../event-time-text.ts';
import type { EvidenceInput } from './evidence-inputs.ts';

/** A reading as decoded from its journal record. */
interface DecodedReading extends Pick<Reading, 'deviceId' | 'channel' | 'observedAt' | 'value'> {
  /** Of one without a time of its own: up to where its arrival may have been put off to be unique. */
  readonly observedUntil?: number;
}

/** Access to the journal, passed as functions because this room does no I/O. */
export interface JournalAccess {
  /** The record at an offset; null: deleted by retention. */
  readonly readRecord: (offset: number) => Promise<Journalled | null>;
  /**
   * The readings of a record, decoded and normalised as in ingest; null where its dialect needs earlier messages that
   * retention has deleted.
   */
  readonly decode: (record: Journalled) => Promise<readonly DecodedReading[] | null>;
}

/** The result of comparing inputs; `gone`: records that retention has deleted. */
export interface InputComparison {
  readonly matched: number;
  readonly gone: number;
  /** One sentence for each input that differs from the journal. */
  readonly differences: readonly string[];
}

/** Compares each input with the journal record at its offset. */
export async function compareInputs(
  inputs: readonly EvidenceInput[],
  journal: JournalAccess,
): Promise<InputComparison> {
  let matched = 0;
  let gone = 0;
  const differences: string[] = [];
  for (const [offset, claimed] of Map.groupBy(inputs, ({ offset }) => offset)) {
    const record = await journal.readRecord(offset);
    const readings = record === null ? null : await journal.decode(record);
    if (readings === null) {
      gone += claimed.length;
      continue;
    }
    for (const input of claimed) {
      const difference = differenceOf(input, readings);
      if (difference === null) matched += 1;
      else differences.push(difference);
    }
  }
  return { matched, gone, differences };
}

function differenceOf(input: EvidenceInput, readings: readonly DecodedReading[]): string | null {
  const { deviceId, channel, observedAt, value, offset } = input;
  const same = readings.filter(
    (reading) =>
      reading.deviceId === deviceId &&
      reading.channel === channel &&
      (observedAt === null ||
        (reading.observedAt <= observedAt && observedAt <= (reading.observedUntil ?? reading.observedAt))),
  );
  if (same.some((reading) => reading.value === value)) return null;
  const time = observedAt === null ? '' : ` of ${eventTimeText(observedAt)}`;
  const found = same[0] === undefined ? 'has no such reading' : `has ${same[0].value}`;
  return `${channel}@${deviceId}${time}: evidence has ${value}, the journal at offset ${offset} ${found}`;
}
