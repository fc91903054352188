import type { Lane } from '../../model/alert.ts';
import type { AlertSubject } from '../../model/alert-subject.ts';
import { subjectKey } from '../windows/subject-key.ts';

/** The key of an active alert: there is at most one per scenario, lane, zone and subject. */
export interface AlertPlace {
  readonly scenarioId: string;
  readonly lane: Lane;
  readonly zoneId: string;
  /** Null or absent: the zone as a whole. */
  readonly subject?: AlertSubject | null | undefined;
}

/** The key as a string. */
export const placeKey = ({ scenarioId, lane, zoneId, subject }: AlertPlace): string =>
  `${scenarioId}\n${lane}\n${zoneId}${subjectKey(subject)}`;
