import type { Alert } from '../../model/alert.ts';
import { cityClock } from '../live/city.ts';
import { navigate } from '../live/route.ts';
import { adviceOf } from '../live/scenarios.ts';
import { zoneName } from '../live/zones.ts';
import { nameIn, texts } from '../texts/language.ts';
import { AcknowledgeForm } from './acknowledge-form.tsx';
import { SeverityMark } from './severity-mark.tsx';
import { StatusMark } from './status-mark.tsx';
import { UnsentNote } from './unsent-note.tsx';

/** Severity, zone, times and acknowledgement of an alert. */
export function AlertFacts({ alert }: { readonly alert: Alert }) {
  const { alerts: words, severity } = texts.value;
  const advice = adviceOf(alert.scenarioId, alert.severity);
  const facts: readonly (readonly [string, string])[] = [
    [words.activeSince, cityClock(alert.activeAt, 'full')],
    [words.raised, cityClock(alert.raisedAt, 'full')],
    ...(alert.clearedAt === null ? [] : [[words.cleared, cityClock(alert.clearedAt, 'full')] as const]),
    [words.peak, severity[alert.peakSeverity]],
    [words.lane, words.lanes[alert.lane]],
    ...(alert.subject === null ? [] : [[words.subject, alert.subject.name ?? alert.subject.id] as const]),
    ...(advice === null || alert.status === 'cleared' ? [] : [[words.advice, advice] as const]),
  ];
  return (
    <section class={`alert-facts edge-${alert.status === 'cleared' ? 'none' : alert.severity}`}>
      <p class="alert-line">
        <SeverityMark severity={alert.severity} />
        <StatusMark alert={alert} />
      </p>
      {alert.isUnwatched && <p>{words.unwatchedWhy}</p>}
      {alert.isClockHeld && <p>{words.clockHeldWhy}</p>}
      <h2>{nameIn(alert.title)}</h2>
      <p>
        <button type="button" class="link" onClick={() => navigate({ tab: 'map', zoneId: alert.zoneId })}>
          {zoneName(alert.zoneId)}
        </button>
      </p>
      <dl class="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {alert.status === 'cleared' ? (
        <UnsentNote alertId={alert.id} />
      ) : (
        <AcknowledgeForm alert={alert} isNoteOnly={alert.status === 'acknowledged'} />
      )}
    </section>
  );
}
