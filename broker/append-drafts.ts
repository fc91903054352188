import type { AppendDraft } from '../model/append-draft.ts';
import type { JournalRecord } from '../model/journal-record.ts';
import type { GatewayContext } from './gateway-context.ts';
import type { GatewayOptions } from './gateway-options.ts';

/** At half speed a wall clock that is a day behind is caught up after two. */
const MAX_SLEW_MILLIS = 86_400_000;

/**
 * Returns the function that appends a record for another role. A config record is applied to the gateway's registry as
 * soon as it is durable, also when its sender got a time-out before: what is in the journal counts. A record about the
 * clock changes the clock for all records after it, and so waits for the disk without a time limit.
 */
export function createAppendDrafts(
  context: GatewayContext,
  { registry }: Pick<GatewayOptions, 'registry'>,
): (draft: AppendDraft) => Promise<number> {
  const { clock, queue, stamp } = context;
  return async (draft) => {
    const trouble = troubleOfAccepting(context, draft);
    if (trouble !== null) throw new Error(trouble);
    const shifted = shiftClock(context, draft);
    const isAccepting = isOfAccepting(draft);
    const offset = new Promise<number>((resolve, reject) => {
      const settled = (error: Error | null, at: number): void => (error ? reject(error) : resolve(at));
      const onDurable = (): void => {
        if (draft.kind === 'config') registry.apply(draft.change);
      };
      queue.add(shifted ?? stamp(draft), settled, { onDurable, expires: shifted === null && !isAccepting });
    });
    if (isAccepting) clock.wall?.accept();
    return offset;
  };
}

const isOfAccepting = (draft: AppendDraft): boolean =>
  draft.kind === 'action' && draft.action.type === 'clock.accepted';

/** Why the wall clock cannot be accepted, with what to do instead; null: it can, or that is not asked for. */
function troubleOfAccepting({ clock }: GatewayContext, draft: AppendDraft): string | null {
  if (!isOfAccepting(draft)) return null;
  clock.now();
  if (clock.wall === null) return 'this city has a driven clock, which is never held';
  const { standing, aheadMillis } = clock.wall;
  if (standing !== 'held') return 'city time is not held: there is nothing to accept';
  if (aheadMillis <= MAX_SLEW_MILLIS) return null;
  const days = Math.floor(aheadMillis / 86_400_000);
  return `city time is ${days} days ahead of the wall clock, too far to wait for it: the stretch with the wrong time has to be shifted, see docs/operators.md, "When the clock was wrong"`;
}

/**
 * Moves a clock that is not following by an amendment that reaches up to now; returns that record, the first one in the
 * moved time. Null: any other draft.
 */
function shiftClock({ clock, wallNow }: GatewayContext, draft: AppendDraft): JournalRecord | null {
  if (draft.kind !== 'amendment' || draft.amendment.type !== 'clock-shifted' || draft.untilOffset !== null) return null;
  clock.now();
  if (clock.wall === null || clock.wall.standing === 'following') return null;
  const { millis, ofWall = false } = draft.amendment;
  const movedMillis = ofWall ? millis - clock.wall.aheadMillis : millis;
  const receivedAt = clock.wall.shift(movedMillis);
  return { ...draft, amendment: { ...draft.amendment, movedMillis }, receivedAt, wallAt: wallNow() };
}
