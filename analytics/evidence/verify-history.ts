import type { Alert, AlertChange } from '../../model/alert.ts';
import type { Evidence } from '../../model/evidence.ts';
import { evidenceHash } from '../../model/evidence-hash.ts';
import type { Scenario, Severity } from '../../model/scenario.ts';
import { alertId } from '../alerts/alert-id.ts';
import { canonicalJson } from '../canonical-json.ts';
import { eventTimeText } from '../event-time-text.ts';
import { compareMembers } from './compare-members.ts';
import { deriveAlert } from './derive-alert.ts';
import type { Finding } from './finding.ts';
import { verifyStep } from './verify-step.ts';

/** An acknowledgement, or a note to an alert that was acknowledged. */
export interface AlertAction {
  readonly user: string;
  readonly note: string;
  /** City time, milliseconds since 1970, UTC. */
  readonly receivedAt: number;
}

/** What the check of a history needs besides the alert. */
export interface HistoryOptions {
  readonly alert: Alert;
  /** The evidence of a step by its hash, or what stands in its place (the alert's revision); null: nothing does. */
  readonly evidenceOf: (hash: string, revision: number) => Evidence | null;
  readonly scenarios: readonly Scenario[];
  /** What persons did about this alert, as the journal has it; null: there is no journal to compare with. */
  readonly actions: readonly AlertAction[] | null;
  /** Whether a step without evidence was made outside of the fold, by its reason. */
  readonly isOutsideFold: (reason: string) => boolean;
}

/** The result: findings, and the steps by what stands behind them. */
export interface HistoryReport {
  readonly findings: readonly Finding[];
  /** Steps whose evidence is at hand and leads to them again. */
  readonly recomputed: number;
  /** Steps of a version that kept no evidence for each. */
  readonly older: number;
}

const PERSONAL: ReadonlySet<AlertChange['change']> = new Set(['acknowledged', 'noted']);

/** Checks each step of an alert against its evidence, and every field of the alert against its history. */
export function verifyHistory(options: HistoryOptions): HistoryReport {
  const { alert, evidenceOf, scenarios, actions, isOutsideFold } = options;
  const findings: Finding[] = [];
  let [recomputed, older] = [0, 0];
  let before: Severity | null = null;
  const scenario = scenarios.find(({ id }) => id === alert.scenarioId);
  const firstKept = firstKeptIndex(alert);
  let standsOn: Evidence | null = null;
  for (const [index, entry] of alert.history.entries()) {
    const found: Finding[] = [];
    if (PERSONAL.has(entry.change)) {
      found.push(...personalFindings(entry, before, actions));
    } else if (entry.evidenceHash === undefined) {
      if (index < firstKept) older += 1;
      else if (entry.change !== 'withdrawn' || !isOutsideFold(entry.reason)) {
        found.push({ kind: 'history', detail: 'has no evidence' });
      }
    } else {
      const evidence = evidenceOf(entry.evidenceHash, index + 1);
      found.push(...evidenceFindings(entry.evidenceHash, evidence));
      if (evidence !== null && scenario !== undefined) {
        found.push(
          ...verifyStep({ alert, index, entry, evidence, before, scenario }),
          ...lateFindings(evidence, standsOn),
        );
        if (setsEvidence(evidence)) standsOn = evidence;
        if (found.length === 0) recomputed += 1;
      }
    }
    const label = `step ${index + 1} (${entry.change})`;
    findings.push(...found.map(({ kind, detail }) => ({ kind, detail: `${label}: ${detail}` })));
    before = entry.severity;
  }
  return { findings: [...findings, ...fieldFindings(alert, standsOn)], recomputed, older };
}

/** Index of the first step for which evidence was kept; without any, all steps are of an older version. */
function firstKeptIndex({ history, evidence: { step } }: Alert): number {
  const first = history.findIndex(({ evidenceHash: hash }) => hash !== undefined);
  const kept = [first, step === undefined ? -1 : step.revision - 1].filter((index) => index >= 0);
  return kept.length === 0 ? history.length : Math.min(...kept);
}

function personalFindings(
  { at, by, reason, severity }: AlertChange,
  before: Severity | null,
  actions: HistoryOptions['actions'],
): readonly Finding[] {
  const findings: Finding[] = [];
  if (severity !== before) {
    findings.push({
      kind: 'history',
      detail: `severity is ${severity}, a person changes none: it was ${before ?? 'none'}`,
    });
  }
  const isJournalled = actions?.some(
    ({ user, note, receivedAt }) => user === by && note === reason && receivedAt === at,
  );
  if (isJournalled === false) {
    const detail = `the journal has no such action of ${by} at ${eventTimeText(at)} with this note`;
    findings.push({ kind: 'history', detail });
  }
  return findings;
}

function evidenceFindings(hash: string, evidence: Evidence | null): readonly Finding[] {
  if (evidence === null) return [{ kind: 'evidence', detail: `its evidence ${hash.slice(0, 12)}… is not at hand` }];
  const is = evidenceHash(evidence);
  return is === hash
    ? []
    : [
        {
          kind: 'evidence',
          detail: `its evidence has the hash ${is.slice(0, 12)}…, in the history ${hash.slice(0, 12)}…`,
        },
      ];
}

/** Of a step for late data: the verdict that it began from is that on which the alert stood. */
function lateFindings({ step }: Evidence, standsOn: Evidence | null): readonly Finding[] {
  if (step?.basis.kind !== 'late' || standsOn === null) return [];
  const { was } = step.basis;
  if (canonicalJson(was) === canonicalJson(standsOn.verdict)) return [];
  return [{ kind: 'step', detail: 'late data changed another verdict than that on which the alert stood' }];
}

/** Whether the alert stands on this evidence from its step on. */
function setsEvidence({ step }: Evidence): boolean {
  if (step === undefined || step.change === 'cleared' || step.change === 'withdrawn') return false;
  return ['hold', 'late', 'reading'].includes(step.basis.kind);
}

const FIELDS = ['revision', 'status', 'severity', 'peakSeverity', 'raisedAt', 'clearedAt', 'acknowledgedBy'];

function fieldFindings(alert: Alert, standsOn: Evidence | null): readonly Finding[] {
  const derived = deriveAlert(alert.history);
  if (derived === null) return [{ kind: 'history', detail: 'does not begin with "raised"' }];
  const id = alertId(alert);
  const claimed = { ...alert, isUnwatched: alert.isUnwatched === true };
  const names = [...FIELDS, 'acknowledgedAt', 'isUnwatched'];
  const findings: Finding[] = [...compareMembers('alert', claimed, derived, { names, source: 'from its history' })];
  if (id !== alert.id) {
    const detail = `id is ${alert.id}, of this scenario, lane, zone, subject and activeAt it is ${id}`;
    findings.push({ kind: 'alert', detail });
  }
  if (standsOn !== null && evidenceHash(standsOn) !== evidenceHash(alert.evidence)) {
    const detail = `evidence is not that of step ${standsOn.step?.revision}, on which the alert stands`;
    findings.push({ kind: 'alert', detail });
  }
  return findings;
}
