/** Why a reading is less than good. The words are those of the design's vocabulary. */
export const QUALITY_REASONS = [
  'out-of-range',
  'jump',
  'flat-line',
  'clock-skew',
  'late',
  'cross-check-failed',
  'uncalibrated',
  /** Observed before the earliest instant that the channel's memory still has: whether it is a repeat was not decided. */
  'unchecked',
] as const;
export type QualityReason = (typeof QUALITY_REASONS)[number];

/** `good` may decide, `suspect` may support, `bad` is kept and shown but decides nothing. */
export type QualityLevel = 'good' | 'suspect' | 'bad';

/** The judgement on one reading; reasons are sorted and without repeats. */
export interface Quality {
  readonly level: QualityLevel;
  readonly reasons: readonly QualityReason[];
}

export const GOOD: Quality = Object.freeze({ level: 'good', reasons: Object.freeze([]) });

const RANK: Readonly<Record<QualityLevel, number>> = { good: 0, suspect: 1, bad: 2 };

// There are few judgements and many readings: each is made once, also so that a backlog of late readings shares one.
const worsened = new WeakMap<Quality, Map<QualityReason, Partial<Record<QualityLevel, Quality>>>>();

/** Adds one reason; the level only ever gets worse. The same question gives the same object. */
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
