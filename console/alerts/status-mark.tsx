import type { ListedAlert } from '../live/api-types.ts';
import { texts } from '../texts/language.ts';

/** Status of an alert and who acknowledged it; also that its scenario is off, so that nobody knows whether it holds. */
export function StatusMark({
  alert: { status, acknowledgedBy, isUnwatched, history },
}: {
  readonly alert: Pick<ListedAlert, 'status' | 'acknowledgedBy' | 'isUnwatched' | 'history'>;
}) {
  const words = texts.value.alerts;
  // It ended because what raised it was not confirmed, not because the condition was over.
  const isWithdrawn = history.some(({ change }) => change === 'withdrawn');
  const by = acknowledgedBy === null ? null : words.acknowledgedBy(acknowledgedBy);
  return (
    <>
      <span class={`status status-${status}`}>
        {status === 'acknowledged' && by !== null ? by : isWithdrawn ? words.change.withdrawn : words.status[status]}
      </span>
      {status !== 'acknowledged' && by !== null && <span class="dim">{by}</span>}
      {isUnwatched && (
        <span class="unwatched" title={words.unwatchedWhy}>
          {words.unwatched}
        </span>
      )}
    </>
  );
}
