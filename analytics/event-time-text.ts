/** An instant as `2026-07-01T08:10:30.000Z`, for reasons; in UTC, so that evidence does not depend on the time zone. */
export const eventTimeText = (at: number): string => new Date(at).toISOString();
