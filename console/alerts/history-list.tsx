import type { Alert } from '../../model/alert.ts';
import { cityClock } from '../live/city.ts';
import { termsOf } from '../live/scenarios.ts';
import { texts } from '../texts/language.ts';
import { reasonText } from './reason-text.ts';
import { StepEvidence } from './step-evidence.tsx';

/** The changes of an alert, the newest first, each with its evidence. */
export function HistoryList({ alert }: { readonly alert: Pick<Alert, 'id' | 'history' | 'scenarioId'> }) {
  const { history, scenarioId } = alert;
  const { alerts: words, severity } = texts.value;
  return (
    <section>
      <h3>{words.history}</h3>
      <ol class="history">
        {history.toReversed().map((step, index) => (
          <li key={history.length - index}>
            <time>{cityClock(step.at, 'full')}</time>
            <span>
              <strong>{words.change[step.change]}</strong> · {severity[step.severity]} · {step.by}
              {step.reason !== '' && (
                <span class="source">
                  {step.change === 'acknowledged' || step.change === 'noted'
                    ? step.reason
                    : reasonText(step.reason, termsOf(scenarioId))}
                </span>
              )}
            </span>
            {step.evidenceHash !== undefined && (
              <StepEvidence alert={alert} step={{ ...step, evidenceHash: step.evidenceHash }} />
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
