/** Reasons why a reading is not of quality `good`, or needs a remark. */
export const QUALITY_REASONS = [
  'out-of-range',
  'jump',
  'flat-line',
  'clock-skew',
  'late',
  'cross-check-failed',
  'uncalibrated',
  /** Observed before the earliest instant in the channel's deduplication memory: it may be a repeat of another one. */
  'unchecked',
  /**
   * The message came with a time of arrival only, and late: it was observed at some moment of a window that ends there.
   */
  'time-approximate',
  /** May be a message that stands in the journal already; whether it is cannot be shown. */
  'possible-repeat',
  /** Received while city time was not known: how old it was at its arrival, and whether it is late, was not judged. */
  'clock-held',
] as const;
/** One of the reasons. */
export type QualityReason = (typeof QUALITY_REASONS)[number];

/** `good` and `suspect` readings are used in estimates; `bad` ones are stored and displayed but never used. */
export type QualityLevel = 'good' | 'suspect' | 'bad';

/** The quality of one reading; reasons are sorted and unique. */
export interface Quality {
  readonly level: QualityLevel;
  readonly reasons: readonly QualityReason[];
}

/** The quality of a reading without any remark. */
export const GOOD: Quality = Object.freeze({ level: 'good', reasons: Object.freeze([]) });

const RANK: Readonly<Record<QualityLevel, number>> = { good: 0, suspect: 1, bad: 2 };

// Few different qualities occur on very many readings: each is created once and shared.
const worsened = new WeakMap<Quality, Map<QualityReason, Partial<Record<QualityLevel, Quality>>>>();

/**
 * Adds one reason and lowers the level to `level` if it is better. The same arguments return the same frozen object.
 */
export function worsen(quality: Quality, level: QualityLevel, reason: QualityReason): Quality {
  let reasons = worsened.get(quality);
  if (reasons === undefined) {
    reasons = new Map();
    worsened.set(quality, reasons);
  }
  let levels = reasons.get(reason);
  if (levels === undefined) {
    levels = {};
    reasons.set(reason, levels);
  }
  levels[level] ??= makeWorse(quality, level, reason);
  return levels[level];
}

function makeWorse(quality: Quality, level: QualityLevel, reason: QualityReason): Quality {
  const reasons = quality.reasons.includes(reason)
    ? quality.reasons
    : Object.freeze([...quality.reasons, reason].sort());
  const worse = RANK[level] > RANK[quality.level] ? level : quality.level;
  return Object.freeze({ level: worse, reasons });
}
