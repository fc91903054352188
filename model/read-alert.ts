import type { Alert } from './alert.ts';
import type { AlertSubject } from './alert-subject.ts';

/** A stored alert; version 0.1.0 wrote no `subject`. */
type WrittenAlert = Omit<Alert, 'subject'> & { readonly subject?: AlertSubject | null };

/** Reads an alert from a checkpoint, document or file of any version; one without `subject` is about its whole zone. */
export const readAlert = (written: WrittenAlert): Alert => ({ ...written, subject: written.subject ?? null });
