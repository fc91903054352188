import type { ScoredAlert, ScoredStep } from '../../simulator/scoring/scored-alert.ts';
import type { FoldOutput } from './fold-under-test.ts';

/** Collects the alerts of a fold, each step with the city time of the result that brought it. */
export interface AlertCollector {
  take(output: FoldOutput): void;
  /** In the order in which they were raised. */
  alerts(): readonly ScoredAlert[];
}

export function createAlertCollector(): AlertCollector {
  const collected = new Map<string, ScoredAlert>();
  const keyOf = ({ at, change, severity }: ScoredStep): string => `${at} ${change} ${severity}`;
  return {
    take({ alerts, effects, cityTime }) {
      for (const alert of [...effects.map((effect) => effect.alert), ...alerts]) {
        const published = new Map(collected.get(alert.id)?.history.map((step) => [keyOf(step), step.publishedAt]));
        const history = alert.history.map(
          (step): ScoredStep => ({
            at: step.at,
            change: step.change,
            severity: step.severity,
            publishedAt: published.get(keyOf(step)) ?? cityTime,
          }),
        );
        const { id, zoneId, scenarioId, lane, peakSeverity, activeAt, raisedAt } = alert;
        collected.set(id, { id, zoneId, scenarioId, lane, peakSeverity, activeAt, raisedAt, history });
      }
    },
    alerts: () => [...collected.values()],
  };
}
