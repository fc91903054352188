import { canonicalHash } from '../canonical-json.ts';
import type { AlertPlace } from './alert-place.ts';

/** `A-` and twelve hex digits made from what the alert is about, so that every fold of a journal gives the same. */
export const alertId = (about: AlertPlace & { readonly activeAt: number }): string =>
  `A-${canonicalHash([about.scenarioId, about.lane, about.zoneId, about.activeAt, ...subjectPart(about)]).slice(0, 12)}`;

/** Ids of alerts without a subject stay what they were before there were subjects. */
const subjectPart = ({ subject }: AlertPlace): readonly string[] => (subject ? [subject.kind, subject.id] : []);
