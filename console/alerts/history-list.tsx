import type { Alert } from '../../model/alert.ts';
import { cityClock } from '../live/city.ts';
import { termsOf } from '../live/scenarios.ts';
import { texts } from '../texts/language.ts';
import { reasonText } from './reason-text.ts';

/** The changes of an alert, the newest first. */
export function HistoryList({
  alert: { history, scenarioId },
}: {
  readonly alert: Pick<Alert, 'history' | 'scenarioId'>;
}) {
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
          </li>
        ))}
      </ol>
    </section>
  );
}
