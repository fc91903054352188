import { formatDuration } from '../format/duration.ts';
import type { ListedAlert } from '../live/api-types.ts';
import { cityClock, cityMinute } from '../live/city.ts';
import { navigate } from '../live/route.ts';
import { nameIn, texts } from '../texts/language.ts';
import { AcknowledgeForm } from './acknowledge-form.tsx';
import { SeverityMark } from './severity-mark.tsx';
import { StatusMark } from './status-mark.tsx';

/** One alert in the list: severity, title, times, acknowledgement and lane. */
export function AlertRow({ alert }: { readonly alert: ListedAlert }) {
  const words = texts.value.alerts;
  const isCleared = alert.status === 'cleared';
  return (
    <li class={`alert-row edge-${isCleared ? 'none' : alert.severity} status-${alert.status}`}>
      <button type="button" class="alert-open" onClick={() => navigate({ tab: 'alerts', alertId: alert.id })}>
        <span class="alert-line">
          <SeverityMark severity={isCleared ? alert.peakSeverity : alert.severity} />
          <StatusMark alert={alert} />
        </span>
        {/* The title names the zone. */}
        <strong class="alert-title">{nameIn(alert.title)}</strong>
        <span class="dim">
          <Since alert={alert} />
        </span>
        {/* Both lanes may raise an alert for one zone; without the lane their rows would look the same. */}
        <span class="dim">{words.laneInRow[alert.lane]}</span>
      </button>
      {alert.status === 'open' && <AcknowledgeForm alert={alert} />}
    </li>
  );
}

function Since({ alert }: { readonly alert: ListedAlert }) {
  const words = texts.value;
  if (alert.clearedAt !== null) {
    return <>{words.alerts.lasted(cityClock(alert.activeAt, 'short'), cityClock(alert.clearedAt, 'short'))}</>;
  }
  const now = cityMinute.value ?? alert.activeAt;
  return (
    <>
      {words.alerts.since(cityClock(alert.activeAt, 'short'))} · {formatDuration(now - alert.activeAt, words.duration)}
    </>
  );
}
