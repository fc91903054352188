import type { Alert } from './alert.ts';
import type { AlertSubject } from './alert-subject.ts';

/** An alert as it was written: version 0.1.0 knew no subjects. */
type WrittenAlert = Omit<Alert, 'subject'> & { readonly subject?: AlertSubject | null };

/** An alert out of a checkpoint, a document or a file; without a subject field it is about its zone as a whole. */
export const readAlert = (written: WrittenAlert): Alert => ({ ...written, subject: written.subject ?? null });
