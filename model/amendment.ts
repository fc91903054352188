import type { ExtensionTarget } from './extension-health.ts';

/**
 * What an amendment says of the records in its range. `extension-off`: the extension is not asked. `clock-shifted`: `receivedAt` is taken as
 * that many milliseconds later (negative: earlier), but never before that of an earlier record.
 */
export type AmendmentChange =
  | ({ readonly type: 'extension-off'; readonly reason: string } & ExtensionTarget)
  | { readonly type: 'clock-shifted'; readonly millis: number };

/** A lasting word about earlier records: the half-open range [fromOffset, untilOffset), without end where `untilOffset` is null. */
export interface Amendment {
  /** Made by whoever asked; the same id twice takes effect once. */
  readonly amendmentId: string;
  /** Person or part of Citynerve. */
  readonly user: string;
  readonly fromOffset: number;
  readonly untilOffset: number | null;
  readonly amendment: AmendmentChange;
}

/** Whether a record at `offset` lies in the range of an amendment. */
export const isAmended = ({ fromOffset, untilOffset }: Amendment, offset: number): boolean =>
  offset >= fromOffset && (untilOffset === null || offset < untilOffset);
