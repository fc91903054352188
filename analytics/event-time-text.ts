/** `2026-07-01T08:10:30.000Z`: an instant in a reason that a person reads; the same in every city's zone. */
export const eventTimeText = (at: number): string => new Date(at).toISOString();
