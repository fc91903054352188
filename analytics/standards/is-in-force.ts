import type { StandardsPack } from '../../model/standards-pack.ts';

/** Whether a pack holds on the civil date that the observation has in the city's zone; dates are half-open. */
export function isInForce(pack: StandardsPack, observedAt: number, timeZone: string): boolean {
  if (pack.effectiveFrom === null && pack.effectiveUntil === null) return true;
  // The Canadian form is year-month-day, which sorts as text.
  const date = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(observedAt);
  return (
    (pack.effectiveFrom === null || date >= pack.effectiveFrom) &&
    (pack.effectiveUntil === null || date < pack.effectiveUntil)
  );
}
