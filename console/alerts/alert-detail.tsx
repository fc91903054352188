import { useEffect, useMemo } from 'preact/hooks';
import type { Alert } from '../../model/alert.ts';
import { activeAlerts } from '../live/alerts.ts';
import { navigate } from '../live/route.ts';
import { termsOf } from '../live/scenarios.ts';
import { streamOpens } from '../live/session-state.ts';
import { texts } from '../texts/language.ts';
import { AlertFacts } from './alert-facts.tsx';
import { followAlert } from './follow-alert.ts';
import { HistoryList } from './history-list.tsx';
import { ProofPart } from './proof-part.tsx';
import { ReadingsUsed } from './readings-used.tsx';
import { StandardTables } from './standard-table.tsx';
import { VerdictPart } from './verdict-part.tsx';
import { WindowCharts } from './window-charts.tsx';

/** One alert with its evidence. */
export function AlertDetail({ alertId }: { readonly alertId: string }) {
  const words = texts.value.alerts;
  const followed = useMemo(() => followAlert(alertId), [alertId, streamOpens.value]);
  useEffect(() => () => followed.close(), [followed]);
  const alert = followed.alert.value;
  const failure = followed.failure.value;
  return (
    <article class="alert-detail">
      <div class="panel-head">
        <button type="button" class="quiet back" onClick={() => navigate({ alertId: null })}>
          ‹ {words.back(activeAlerts.value.length)}
        </button>
      </div>
      {failure !== null && <p class="empty">{failure}</p>}
      {alert === null && failure === null && <p class="empty">{words.loading}</p>}
      {alert !== null && <Parts alert={alert} />}
    </article>
  );
}

function Parts({ alert }: { readonly alert: Alert }) {
  const { evidence } = alert;
  return (
    <>
      <AlertFacts alert={alert} />
      <VerdictPart verdict={evidence.verdict} scenarioId={alert.scenarioId} />
      {evidence.window !== null && <WindowCharts window={evidence.window} />}
      <StandardTables packs={[evidence.pack, ...(evidence.furtherPacks ?? [])]} term={termsOf(alert.scenarioId)} />
      <ReadingsUsed evidence={evidence} />
      <HistoryList alert={alert} />
      <ProofPart alert={alert} />
    </>
  );
}
