import type { ListedAlert } from '../live/api-types.ts';
import { texts } from '../texts/language.ts';

/** Status of an alert and who acknowledged it; also that its scenario is off, so that nobody knows whether it holds. */
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
