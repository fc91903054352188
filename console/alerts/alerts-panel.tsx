import { place } from '../live/place.ts';
import { texts } from '../texts/language.ts';
import { AlertDetail } from './alert-detail.tsx';
import { AlertList } from './alert-list.tsx';

/** The alerts, or one of them. */
export function AlertsPanel() {
  const { alertId } = place.value;
  return (
    <section class="panel alerts-panel" aria-label={texts.value.alerts.title}>
      {alertId === null ? <AlertList /> : <AlertDetail key={alertId} alertId={alertId} />}
    </section>
  );
}
