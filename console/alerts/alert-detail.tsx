import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Alert } from '../../model/alert.ts';
import { activeAlerts, alertById } from '../live/alerts.ts';
import { go } from '../live/place.ts';
import { ApiProblem, detailOf, getJson } from '../live/request.ts';
import { texts } from '../texts/language.ts';
import { AlertFacts } from './alert-facts.tsx';
import { HistoryList } from './history-list.tsx';
import { ProofPart } from './proof-part.tsx';
import { ReadingsUsed } from './readings-used.tsx';
import { StandardTable } from './standard-table.tsx';
import { VerdictPart } from './verdict-part.tsx';
import { WindowCharts } from './window-charts.tsx';

/** One alert and everything that it rests on; loaded again whenever the stream brings a newer revision. */
export function AlertDetail({ alertId }: { readonly alertId: string }) {
  const words = texts.value.alerts;
  const alert = useSignal<Alert | null>(null);
  const failure = useSignal<string | null>(null);

  const load = async (): Promise<void> => {
    try {
      alert.value = await getJson<Alert>(`/api/alerts/${encodeURIComponent(alertId)}`);
      failure.value = null;
    } catch (problem) {
      const isUnknown = problem instanceof ApiProblem && problem.status === 404;
      failure.value = isUnknown ? texts.peek().alerts.notFound : texts.peek().failed(detailOf(problem));
    }
  };
  useEffect(() => {
    void load();
  }, [alertId]);
  useSignalEffect(() => {
    const newest = alertById(alertId)?.revision;
    const loaded = alert.peek()?.revision;
    if (newest !== undefined && loaded !== undefined && newest > loaded) void load();
  });

  return (
    <article class="alert-detail">
      <div class="panel-head">
        <button type="button" class="quiet back" onClick={() => go({ alertId: null })}>
          ‹ {words.back} ({activeAlerts.value.length})
        </button>
      </div>
      {failure.value !== null && <p class="empty">{failure.value}</p>}
      {alert.value === null && failure.value === null && <p class="empty">{words.loading}</p>}
      {alert.value !== null && <Parts alert={alert.value} />}
    </article>
  );
}

function Parts({ alert }: { readonly alert: Alert }) {
  const { evidence } = alert;
  return (
    <>
      <AlertFacts alert={alert} />
      <VerdictPart verdict={evidence.verdict} />
      {evidence.window !== null && <WindowCharts key={alert.revision} window={evidence.window} />}
      <StandardTable pack={evidence.pack} />
      <ReadingsUsed evidence={evidence} />
      <HistoryList history={alert.history} />
      <ProofPart alert={alert} />
    </>
  );
}
