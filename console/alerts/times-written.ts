import type { AlertChange } from '../../model/alert.ts';

/** How often a person has written this note, by an acknowledgement or by a note; an empty one by the first only. */
export const timesWritten = (history: readonly Pick<AlertChange, 'change' | 'reason'>[], note: string): number =>
  history.filter(({ change, reason }) => (change === 'acknowledged' || change === 'noted') && reason === note).length;
