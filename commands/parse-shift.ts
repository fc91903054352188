/** Offsets of records, the last one included; `last` null: up to now. */
export interface OffsetRange {
  readonly first: number;
  readonly last: number | null;
}

const UNITS: Readonly<Record<string, number>> = { '': 1, ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** Parses `120-340`, or `120-` for up to now; null where it is neither. */
export function parseOffsetRange(text: string): OffsetRange | null {
  const match = /^(\d{1,15})-(\d{1,15})?$/.exec(text);
  if (match === null) return null;
  const first = Number(match[1]);
  const last = match[2] === undefined ? null : Number(match[2]);
  return last !== null && last < first ? null : { first, last };
}

/** Parses a duration such as `-1461d`, `+2h` or `-3600000` (milliseconds); null where it is none, and for 0. */
export function parseShift(text: string): number | null {
  const match = /^([+-]?\d{1,15})(ms|s|min|h|d)?$/.exec(text);
  if (match === null) return null;
  const millis = Number(match[1]) * (UNITS[match[2] ?? ''] ?? 1);
  return millis !== 0 && Number.isSafeInteger(millis) ? millis : null;
}

/** A duration for people: `3 d 4 h`, `50 s`. Whole seconds; its sign is left out. */
export function describeMillis(millis: number): string {
  let rest = Math.round(Math.abs(millis) / 1000);
  const parts = (['d', 'h', 'min', 's'] as const).flatMap((unit) => {
    const size = (UNITS[unit] ?? 1) / 1000;
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? [] : [`${count} ${unit}`];
  });
  return parts.slice(0, 2).join(' ') || '0 s';
}
