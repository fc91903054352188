/** UTC offset of the demo city: Asia/Shanghai has the same all year. */
const UTC_OFFSET_HOURS = 8;

/** Local hour of the day, 0 to 24 with its fraction, at a time in milliseconds since 1970. */
export const hourOfDayAt = (at: number): number => (at / 3_600_000 + UTC_OFFSET_HOURS) % 24;
