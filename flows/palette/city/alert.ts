import { bothLanguages, type Fields, isFields, listOf, numberOf, textOf } from './fields.ts';

/** From the lowest to the highest. */
export const SEVERITIES = ['watch', 'warn', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** One change of an alert. */
export interface AlertChange {
  /** Milliseconds since 1970, UTC, city time. */
  readonly at: number;
  readonly change: string;
  readonly severity: Severity;
}

/** The fields of an alert that the palette uses; `whole` is the alert as it was received. */
export interface Alert {
  readonly id: string;
  readonly revision: number;
  readonly scenarioId: string;
  readonly zoneId: string;
  readonly isCleared: boolean;
  readonly severity: Severity;
  readonly peakSeverity: Severity;
  readonly title: { readonly en: string; readonly zh: string };
  readonly history: readonly AlertChange[];
  readonly whole: Fields;
}

/** Whether the first severity is at least the second. */
export const isAtLeast = (severity: Severity, least: Severity): boolean =>
  SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least);

/** Narrows a text to a severity. */
export const isSeverity = (text: unknown): text is Severity => SEVERITIES.some((known) => known === text);

/** Parses an alert; null when it is none. */
export function parseAlert(value: unknown): Alert | null {
  if (!isFields(value)) return null;
  const id = textOf(value, 'id');
  const revision = numberOf(value, 'revision');
  const scenarioId = textOf(value, 'scenarioId');
  const zoneId = textOf(value, 'zoneId');
  const { severity, peakSeverity = severity } = value;
  if (id === null || revision === null || scenarioId === null || zoneId === null || !isSeverity(severity)) return null;
  return {
    id,
    revision,
    scenarioId,
    zoneId,
    isCleared: value['status'] === 'cleared',
    severity,
    peakSeverity: isSeverity(peakSeverity) ? peakSeverity : severity,
    title: bothLanguages(value, 'title', scenarioId),
    history: listOf(value, 'history')
      .map(parseChange)
      .filter((change) => change !== null),
    whole: value,
  };
}

function parseChange(fields: Fields): AlertChange | null {
  const at = numberOf(fields, 'at');
  const change = textOf(fields, 'change');
  const { severity } = fields;
  return at === null || change === null || !isSeverity(severity) ? null : { at, change, severity };
}
