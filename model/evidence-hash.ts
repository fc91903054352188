import { createHash } from 'node:crypto';
import type { Evidence } from './evidence.ts';

/** SHA-256 of evidence as JSON text, lower-case hex: also that of the file which the API gives. */
export const evidenceHash = (evidence: Evidence): string =>
  createHash('sha256').update(JSON.stringify(evidence)).digest('hex');
