import type { Principal } from './principal.ts';

/** Whether what it publishes goes into the journal: then it waits, or is not let in, while the journal takes nothing. Alerts reach people meanwhile. */
export const isJournalled = (principal: Principal): boolean =>
  principal.role === 'device' || principal.name === 'clock';
