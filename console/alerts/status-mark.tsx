import type { ListedAlert } from '../live/api-types.ts';
import { texts } from '../texts/language.ts';

/** Whether somebody has the alert, and who. */
export function StatusMark({
  alert: { status, acknowledgedBy },
}: {
  readonly alert: Pick<ListedAlert, 'status' | 'acknowledgedBy'>;
}) {
  const words = texts.value.alerts;
  const by = acknowledgedBy === null ? null : words.acknowledgedBy(acknowledgedBy);
  return (
    <>
      <span class={`status status-${status}`}>
        {status === 'acknowledged' && by !== null ? by : words.status[status]}
      </span>
      {status !== 'acknowledged' && by !== null && <span class="dim">{by}</span>}
    </>
  );
}
