import type { Principal } from './principal.ts';

/**
 * Whether the publications of a client go into the journal. Such a client is slowed or refused while the journal
 * accepts no writes; the others (alerts to operators) are not affected.
 */
export const isJournalled = (principal: Principal): boolean =>
  principal.role !== 'service' || principal.name === 'clock';
