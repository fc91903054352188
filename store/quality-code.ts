import type { Quality, QualityLevel, QualityReason } from '../model/quality.ts';

/** Numbers that are stored on disk: entries may be added, never changed. */
const LEVEL_CODES: Readonly<Record<QualityLevel, number>> = { good: 0, suspect: 1, bad: 2 };
const REASON_BITS: Readonly<Record<QualityReason, number>> = {
  'out-of-range': 1,
  jump: 2,
  'flat-line': 4,
  'clock-skew': 8,
  late: 16,
  'cross-check-failed': 32,
  uncalibrated: 64,
  unchecked: 128,
  'time-approximate': 256,
  'possible-repeat': 512,
  'clock-held': 1024,
};

const LEVELS = Object.keys(LEVEL_CODES) as readonly QualityLevel[];
const REASONS = (Object.keys(REASON_BITS) as QualityReason[]).sort();

/** The code of quality `bad`, for queries that exclude such readings. */
export const BAD_CODE = LEVEL_CODES.bad;

/** The bit of `possible-repeat` in reasons. */
export const REPEAT_BIT = REASON_BITS['possible-repeat'];

/** The reasons with the bit of `possible-repeat`, as ranges [from, until): for queries in which bits cannot be told. */
export const REPEAT_RANGES: readonly (readonly [from: number, until: number])[] = rangesWith(REPEAT_BIT);

function rangesWith(bit: number): readonly (readonly [number, number])[] {
  const end = 2 * Math.max(...Object.values(REASON_BITS));
  return Array.from({ length: end / (2 * bit) }, (_, n) => [(2 * n + 1) * bit, (2 * n + 2) * bit] as const);
}

/** Encodes a quality as two numbers: its level, and its reasons as bits. */
export function encodeQuality({ level, reasons }: Quality): { readonly level: number; readonly reasons: number } {
  let bits = 0;
  for (const reason of reasons) bits |= REASON_BITS[reason];
  return { level: LEVEL_CODES[level], reasons: bits };
}

// Nearly all rows have one of a few qualities: each is one shared frozen object.
const decoded = new Map<number, Quality>();

/** Decodes what `encodeQuality` returns. */
export function decodeQuality(level: number, reasons: number): Quality {
  const code = reasons * LEVELS.length + level;
  const known = decoded.get(code);
  if (known !== undefined) return known;
  const quality: Quality = Object.freeze({
    level: LEVELS[level] ?? 'bad',
    reasons: Object.freeze(REASONS.filter((reason) => (reasons & REASON_BITS[reason]) !== 0)),
  });
  decoded.set(code, quality);
  return quality;
}
