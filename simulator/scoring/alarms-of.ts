import { SEVERITIES, type Severity } from '../../model/scenario.ts';
import type { ScoredAlert, ScoredStep } from './scored-alert.ts';

/** A stretch in which an alert had at least some severity: what a person is called for. Milliseconds since 1970. */
export interface Alarm {
  readonly alert: ScoredAlert;
  /** When its condition held, as the alert states; up to the end of the run where it goes on. */
  readonly from: number;
  readonly until: number;
  /** City time at which a person could see that it began, and that it ended. */
  readonly publishedAt: number;
  readonly endPublishedAt: number;
  readonly isWithdrawn: boolean;
}

const isAtLeast = (severity: Severity, least: Severity): boolean =>
  SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least);
const isEnd = ({ change }: ScoredStep): boolean => change === 'cleared' || change === 'withdrawn';
const publishedAt = (step: ScoredStep): number => step.publishedAt ?? step.at;

/**
 * The stretches of an alert at a severity of at least `least`, in order. One that was eased below it and escalated
 * again has two: a person is called twice. `endAt`: the end of the run.
 */
export function alarmsOf(alert: ScoredAlert, least: Severity, endAt: number): readonly Alarm[] {
  const alarms: Alarm[] = [];
  let begun: Pick<Alarm, 'from' | 'publishedAt'> | null = null;
  for (const [index, step] of alert.history.entries()) {
    const isOn = !isEnd(step) && isAtLeast(step.severity, least);
    if (isOn && begun === null) {
      // The condition held before that: for its on-delay, or because its readings came late.
      begun = { from: index === 0 ? Math.min(step.at, alert.activeAt) : step.at, publishedAt: publishedAt(step) };
    }
    if (isOn || begun === null) continue;
    alarms.push({
      alert,
      ...begun,
      until: step.at,
      endPublishedAt: publishedAt(step),
      isWithdrawn: step.change === 'withdrawn',
    });
    begun = null;
  }
  return begun === null
    ? alarms
    : [...alarms, { alert, ...begun, until: endAt, endPublishedAt: endAt, isWithdrawn: false }];
}
