import type { Journalled } from '../../model/journal-record.ts';
import type { Reading } from '../../model/reading.ts';
import { eventTimeText } from '../event-time-text.ts';
import type { EvidenceInput } from './evidence-inputs.ts';

/** What a journal record says when it is decoded again. */
type DecodedReading = Pick<Reading, 'deviceId' | 'channel' | 'observedAt' | 'value'>;

/** The journal as a verifier sees it: functions handed in, so that this room reads no file. */
export interface JournalAccess {
  /** The record at an offset; null where retention has cut it. */
  readonly readRecord: (offset: number) => Promise<Journalled | null>;
  /**
   * The record's readings in canonical units, decoded and normalised as ingest does; null where its dialect would have to remember earlier
   * messages, and retention has cut those.
   */
  readonly decode: (record: Journalled) => Promise<readonly DecodedReading[] | null>;
}

export interface InputComparison {
  readonly matched: number;
  readonly gone: number;
  /** One line per input that the journal contradicts. */
  readonly differences: readonly string[];
}

/** Compares each input with what the journal still has at its offset. */
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
      (observedAt === null || reading.observedAt === observedAt),
  );
  if (same.some((reading) => reading.value === value)) return null;
  const time = observedAt === null ? '' : ` of ${eventTimeText(observedAt)}`;
  const said = same[0] === undefined ? 'has no such reading' : `says ${same[0].value}`;
  return `${channel}@${deviceId}${time}: evidence says ${value}, the journal at offset ${offset} ${said}`;
}
