import type { Alert, AlertChange } from '../../model/alert.ts';
import type { Evidence } from '../../model/evidence.ts';
import { errorText } from '../../model/extension-health.ts';
import type { Scenario, Severity } from '../../model/scenario.ts';
import { compareMembers } from './compare-members.ts';
import type { Finding } from './finding.ts';
import { recomputeStep } from './recompute-step.ts';

const STEP = ['change', 'at', 'severity', 'reason'];
const ENTRY = [...STEP, 'by'];

/** One entry of an alert's history, with its evidence. */
export interface StepInHistory {
  readonly alert: Alert;
  /** Index of the entry. */
  readonly index: number;
  readonly entry: AlertChange;
  readonly evidence: Evidence;
  /** The severity before; null: the alert was raised. */
  readonly before: Severity | null;
  readonly scenario: Scenario;
}

/** Compares one entry of the history with its evidence, and that with what it leads to; names each difference. */
export function verifyStep(at: StepInHistory): readonly Finding[] {
  const { alert, index, entry, evidence, before, scenario } = at;
  const { step } = evidence;
  if (step === undefined) return [{ kind: 'evidence', detail: 'does not say which step it is about' }];
  const findings = [
    ...compareMembers('history', entry, { ...step, by: 'citynerve' }, { names: ENTRY, source: 'its evidence says' }),
    ...compareMembers('evidence', { ...step, ...placeOf(evidence) }, expectedOf(alert, index), {
      names: ['alertId', 'revision', 'scenarioId', 'lane', 'zoneId', 'subject'],
      source: 'in the alert it is',
    }),
  ];
  const again = attempt(() => recomputeStep(evidence, step, scenario, before));
  if (typeof again === 'string') return [...findings, { kind: 'step', detail: `cannot be computed again: ${again}` }];
  return [
    ...findings,
    ...compareMembers('step', step, again, { names: STEP, source: 'recomputed' }),
    ...compareMembers(
      'alert',
      alert,
      { activeAt: again.activeAt ?? alert.activeAt },
      { names: ['activeAt'], source: 'recomputed' },
    ),
  ];
}

/** What evidence says of its place; of a reading only the watch says it, and the alert's id covers the rest. */
function placeOf({ scenarioId, lane, window, step }: Evidence) {
  const watched = step?.basis.kind === 'watch' || step?.basis.kind === 'joint' ? step.basis.before : null;
  const place = window ?? watched;
  const subject = place === null ? {} : { zoneId: place.zoneId, subject: subjectText(place.subject) };
  return { scenarioId, lane, ...subject };
}

const subjectText = (subject: Alert['subject'] | undefined): string =>
  subject ? `${subject.kind} ${subject.id}` : 'none';

const expectedOf = ({ id, scenarioId, lane, zoneId, subject }: Alert, index: number) => ({
  alertId: id,
  revision: index + 1,
  scenarioId,
  lane,
  zoneId,
  subject: subjectText(subject),
});

function attempt<T>(call: () => T): T | string {
  try {
    return call();
  } catch (error) {
    return errorText(error);
  }
}
