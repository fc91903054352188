import { canonicalHash } from '../canonical-json.ts';
import type { AlertPlace } from './alert-place.ts';

/**
 * Alert id: `A-` and twelve hex digits of a hash of its place and start, so that every fold of a journal gives the
 * same.
 */
export const alertId = (about: AlertPlace & { readonly activeAt: number }): string =>
  `A-${canonicalHash([about.scenarioId, about.lane, about.zoneId, about.activeAt, ...subjectPart(about)]).slice(0, 12)}`;

/** Empty without a subject, so that such ids are the same as in versions without subjects. */
const subjectPart = ({ subject }: AlertPlace): readonly string[] => (subject ? [subject.kind, subject.id] : []);
