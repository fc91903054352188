import type { IncidentLabel } from '../labels/label.ts';

/** The part of a label that scoring looks at. */
export type ScoredLabel = Pick<IncidentLabel, 'incidentId' | 'scenarioId' | 'kind' | 'zoneId' | 'startAt' | 'endAt'> &
  Partial<Pick<IncidentLabel, 'subjectId' | 'source'>>;
