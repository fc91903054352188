import { route } from '../live/route.ts';
import { texts } from '../texts/language.ts';
import { AlertDetail } from './alert-detail.tsx';
import { AlertList } from './alert-list.tsx';

/** The list of alerts, or one alert in full. */
export function AlertsPanel() {
  const { alertId } = route.value;
  return (
    <section class="panel alerts-panel" aria-label={texts.value.alerts.title}>
      {alertId === null ? <AlertList /> : <AlertDetail key={alertId} alertId={alertId} />}
    </section>
  );
}
