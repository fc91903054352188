import { useSignal, useSignalEffect } from '@preact/signals';
import { activeAlerts, allAlerts, areAlertsLoaded, loadAlerts } from '../live/alerts.ts';
import { connection } from '../live/session-state.ts';
import { texts } from '../texts/language.ts';
import { AlertRow } from './alert-row.tsx';
import { NoneActive } from './none-active.tsx';
import { NotWatched } from './not-watched.tsx';

/** All active alerts, or all alerts ever; the charts' time range does not filter them. */
export function AlertList() {
  const words = texts.value.alerts;
  const showsAll = useSignal(false);
  useSignalEffect(() => {
    if (showsAll.value && connection.value === 'live') void loadAlerts('all').catch(() => null);
  });
  const shown = showsAll.value ? allAlerts.value : activeAlerts.value;
  return (
    <>
      <div class="panel-head">
        <h2>{words.title}</h2>
        <fieldset class="switch">
          <legend class="visually-hidden">{words.filterLabel}</legend>
          {[false, true].map((all) => (
            <button
              type="button"
              key={String(all)}
              aria-pressed={showsAll.value === all}
              onClick={() => {
                showsAll.value = all;
              }}
            >
              {all ? words.all : `${words.active} ${activeAlerts.value.length}`}
            </button>
          ))}
        </fieldset>
      </div>
      <NotWatched />
      {areAlertsLoaded.value &&
        shown.length === 0 &&
        (showsAll.value ? <p class="empty">{words.noneAtAll}</p> : <NoneActive />)}
      <ul class="alert-list">
        {shown.map((alert) => (
          <AlertRow key={alert.id} alert={alert} />
        ))}
      </ul>
    </>
  );
}
