import type { ExtensionTarget } from './extension-health.ts';

/**
 * How an amendment changes the folding of the records in its range. `extension-off`: the extension is not called.
 * `clock-shifted`: `millis` (which may be negative) is added to `receivedAt`, or to `wallAt` instead of it (`ofWall`),
 * but no record becomes earlier than the one before it. With `movedMillis` the range ends at the amendment itself: the
 * gateway has moved its clock by so much there. `series-skipped`: the series store is never given what the records lead
 * to; it changes no fold.
 */
export type AmendmentChange =
  | ({ readonly type: 'extension-off'; readonly reason: string } & ExtensionTarget)
  | { readonly type: 'clock-shifted'; readonly millis: number; readonly ofWall?: true; readonly movedMillis?: number }
  | { readonly type: 'series-skipped'; readonly reason: string };

/**
 * A lasting correction to the folding of an earlier range of journal records: the half-open range
 * [fromOffset, untilOffset), unbounded where `untilOffset` is null.
 */
export interface Amendment {
  /** Idempotency key, made by the requester: a second amendment with the same id has no effect. */
  readonly amendmentId: string;
  /** The person, or `citynerve`, who made it. */
  readonly user: string;
  readonly fromOffset: number;
  readonly untilOffset: number | null;
  readonly amendment: AmendmentChange;
}

/** Whether a record at `offset` lies in the range of an amendment. */
export const isAmended = (
  { fromOffset, untilOffset }: Pick<Amendment, 'fromOffset' | 'untilOffset'>,
  offset: number,
): boolean => offset >= fromOffset && (untilOffset === null || offset < untilOffset);

/** Whether a fold that did not know it has to begin anew before its range. */
export const changesFold = ({ amendment }: Amendment): boolean => amendment.type !== 'series-skipped';
