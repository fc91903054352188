import type { AlertSubject } from '../../model/alert-subject.ts';
import type { Zone } from '../../model/zone.ts';

/** What is evaluated: a zone as a whole, or one subject in it. */
export type Place = Zone & { readonly subject?: AlertSubject };
