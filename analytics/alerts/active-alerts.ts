import type { Alert, AlertChange, Lane } from '../../model/alert.ts';
import type { AlertStep, StepBasis } from '../../model/alert-step.ts';
import type { Effect } from '../../model/effect.ts';
import type { Evidence, EvidenceRecord } from '../../model/evidence.ts';
import { readAlert } from '../../model/read-alert.ts';
import type { Scenario, Severity } from '../../model/scenario.ts';
import { maxSeverity } from '../severity-rank.ts';
import type { Place } from '../windows/place.ts';
import { alertId } from './alert-id.ts';
import { type AlertPlace, placeKey } from './alert-place.ts';
import { type EndedAlert, EndedAlerts } from './ended-alerts.ts';
import { stepEvidence } from './step-evidence.ts';

/** A change that could not be published within this time is outdated, and is not published any more. */
const STALE_AFTER_MILLIS = 3_600_000;

const SYSTEM = 'citynerve';

/** A change of an existing alert. */
export interface Amendment {
  readonly at: number;
  readonly change: Exclude<AlertChange['change'], 'raised' | 'acknowledged' | 'noted'>;
  readonly reason: string;
  readonly severity?: Severity;
  /** The evidence of this step; absent: the one on which the alert stands. */
  readonly evidence?: Evidence;
  readonly basis: StepBasis;
  /** Whether the scenario is on in this zone from now on; absent: unchanged. */
  readonly isWatched?: boolean;
}

export interface ActiveAlertsSnapshot {
  readonly active: readonly Alert[];
  readonly actionIds: readonly (readonly [alertId: string, actionIds: readonly string[]])[];
  /** Absent in older checkpoints. */
  readonly isClockHeld?: boolean;
  readonly ended?: readonly EndedAlert[];
}

/** The active alerts, with the changes since the last `takeChanges`. Alerts are frozen: a change is a new revision. */
export class ActiveAlerts {
  readonly #active = new Map<string, Alert>();
  readonly #ended = new EndedAlerts();
  readonly #actionIds = new Map<string, string[]>();
  /** City time of the newest record, milliseconds since 1970, UTC. */
  cityTime = 0;
  /** The city's clock is held: what is raised meanwhile says so. */
  isClockHeld = false;
  #changed = new Map<string, Alert>();
  #effects: Effect[] = [];
  #evidence: EvidenceRecord[] = [];

  active(): readonly Alert[] {
    return [...this.#active.values()];
  }

  /** The active alert at a place; null: none. */
  at(place: AlertPlace): Alert | null {
    return this.#active.get(placeKey(place)) ?? null;
  }

  raise(
    scenario: Scenario,
    lane: Lane,
    zone: Place,
    begin: {
      readonly severity: Severity;
      readonly activeAt: number;
      readonly raisedAt: number;
      readonly reason: string;
      readonly evidence: Evidence;
      readonly basis: StepBasis;
    },
  ): Alert {
    const { severity, activeAt, raisedAt, reason, basis } = begin;
    const place = { scenarioId: scenario.id, lane, zoneId: zone.id };
    const subject = zone.subject ?? null;
    const name = subject === null ? null : (subject.name ?? subject.id);
    const id = alertId({ ...place, subject, activeAt });
    const change = { at: raisedAt, change: 'raised', severity, reason } as const;
    const { evidence, hash } = this.#record(begin.evidence, { alertId: id, revision: 1, ...change, basis });
    return this.#keep({
      id,
      revision: 1,
      ...place,
      status: 'open',
      severity,
      peakSeverity: severity,
      activeAt,
      raisedAt,
      clearedAt: null,
      acknowledgedBy: null,
      acknowledgedAt: null,
      title: {
        en: `${scenario.title.en}: ${zone.name.en}${name === null ? '' : `, ${name}`}`,
        zh: `${scenario.title.zh}：${zone.name.zh}${name === null ? '' : `，${name}`}`,
      },
      history: [{ at: raisedAt, change: 'raised', severity, by: SYSTEM, reason, evidenceHash: hash }],
      ...(this.isClockHeld ? { isClockHeld: true } : {}),
      evidence,
      // The last key, as in alerts of version 0.1.0 after `readAlert`: both must be equal byte for byte.
      subject,
    });
  }

  change(before: Alert, amendment: Amendment): Alert {
    const { isUnwatched, ...alert } = before;
    const { at, change, reason, severity = alert.severity, basis } = amendment;
    const revision = alert.revision + 1;
    const step = { alertId: alert.id, revision, at, change, severity, reason, basis };
    const { evidence, hash } = this.#record(amendment.evidence ?? alert.evidence, step);
    const isWatched = amendment.isWatched ?? isUnwatched === undefined;
    const isOver = change === 'cleared' || change === 'withdrawn';
    // An acknowledgement applied to the lower severity: after an escalation the alert must be acknowledged again.
    const isNews = change === 'escalated' && alert.status === 'acknowledged';
    return this.#keep({
      ...alert,
      revision,
      status: isOver ? 'cleared' : isNews ? 'open' : alert.status,
      severity,
      peakSeverity: maxSeverity(alert.peakSeverity, severity) ?? severity,
      clearedAt: isOver ? at : null,
      acknowledgedBy: isNews ? null : alert.acknowledgedBy,
      acknowledgedAt: isNews ? null : alert.acknowledgedAt,
      history: [...alert.history, { at, change, severity, by: SYSTEM, reason, evidenceHash: hash }],
      ...(isWatched || isOver ? {} : { isUnwatched: true }),
      evidence: setsSeverity(basis) && !isOver ? evidence : alert.evidence,
    });
  }

  /**
   * Acknowledges an alert, or adds the note to one that is acknowledged already; idempotent per action. An alert that
   * ended a moment ago stays ended and has it in its history. Has no effect on one that ended earlier, nor without a
   * note on one that is acknowledged.
   */
  acknowledge(by: { alertId: string; actionId: string; user: string; note: string; receivedAt: number }): void {
    const alert = this.active().find(({ id }) => id === by.alertId) ?? this.#ended.find(by.alertId, this.cityTime);
    if (alert === undefined) return;
    const isNote = alert.acknowledgedBy !== null;
    if (isNote && by.note === '') return;
    const seen = this.#actionIds.get(alert.id) ?? [];
    if (seen.includes(by.actionId)) return;
    this.#actionIds.set(alert.id, [...seen, by.actionId]);
    const { severity, status } = alert;
    const isEnded = status === 'cleared';
    this.#keep({
      ...alert,
      revision: alert.revision + 1,
      status: isEnded ? status : 'acknowledged',
      ...(isNote ? {} : { acknowledgedBy: by.user, acknowledgedAt: by.receivedAt }),
      history: [
        ...alert.history,
        { at: by.receivedAt, change: isNote ? 'noted' : 'acknowledged', severity, by: by.user, reason: by.note },
      ],
    });
  }

  /** The newest revision of each changed alert, all effects and the evidence of each step, since the last call. */
  takeChanges(): {
    readonly alerts: readonly Alert[];
    readonly effects: readonly Effect[];
    readonly evidence: readonly EvidenceRecord[];
  } {
    const alerts = [...this.#changed.values()];
    const [effects, evidence] = [this.#effects, this.#evidence];
    this.#changed = new Map();
    this.#effects = [];
    this.#evidence = [];
    for (const id of this.#ended.forget(this.cityTime)) this.#actionIds.delete(id);
    return { alerts, effects, evidence };
  }

  snapshot(): ActiveAlertsSnapshot {
    const { isClockHeld } = this;
    return { active: this.active(), actionIds: [...this.#actionIds], isClockHeld, ended: this.#ended.snapshot() };
  }

  restore({ active, actionIds, isClockHeld = false, ended = [] }: ActiveAlertsSnapshot): void {
    this.takeChanges();
    this.isClockHeld = isClockHeld;
    this.#ended.restore(ended);
    this.#active.clear();
    this.#actionIds.clear();
    for (const written of active) {
      const alert = Object.freeze(readAlert(written));
      this.#active.set(placeKey(alert), alert);
    }
    for (const [id, seen] of actionIds) this.#actionIds.set(id, [...seen]);
  }

  #record(evidence: Evidence, step: AlertStep): EvidenceRecord {
    const record = stepEvidence(evidence, step);
    this.#evidence.push(record);
    return record;
  }

  #keep(alert: Alert): Alert {
    const last = alert.history.at(-1)?.at ?? alert.raisedAt;
    if (alert.status === 'cleared') {
      // After an ended alert another one may be active at the same place.
      if (this.at(alert)?.id === alert.id) this.#active.delete(placeKey(alert));
      this.#ended.keep(Object.freeze(alert), this.cityTime);
    } else {
      this.#active.set(placeKey(alert), Object.freeze(alert));
    }
    // Deleted first, so that alerts are in the order of their last change, independent of batch boundaries.
    this.#changed.delete(alert.id);
    this.#changed.set(alert.id, alert);
    this.#effects.push({
      type: 'alert.publish',
      id: `${alert.id}@${alert.revision}`,
      staleAfter: last + STALE_AFTER_MILLIS,
      alert,
    });
    return alert;
  }
}

/** Whether the alert stands on the evidence of such a step from then on. */
const setsSeverity = ({ kind }: StepBasis): boolean => kind === 'hold' || kind === 'late';
