import type { ListedAlert } from '../live/api-types.ts';
import { texts } from '../texts/language.ts';

/** Whether somebody has the alert, and who; and where its scenario is off, that nobody knows whether it still holds. */
export function StatusMark({
  alert: { status, acknowledgedBy, isUnwatched },
}: {
  readonly alert: Pick<ListedAlert, 'status' | 'acknowledgedBy' | 'isUnwatched'>;
}) {
  const words = texts.value.alerts;
  const by = acknowledgedBy === null ? null : words.acknowledgedBy(acknowledgedBy);
  return (
    <>
      <span class={`status status-${status}`}>
        {status === 'acknowledged' && by !== null ? by : words.status[status]}
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
