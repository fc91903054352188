import type { ChannelModel } from '../model/device.ts';
import { PROPERTIES } from '../model/property.ts';
import { type Quality, worsen } from '../model/quality.ts';
import type { Reading } from '../model/reading.ts';
import { difference } from './direction.ts';

/** This many consecutive readings near a new level confirm the jump to it. */
const READINGS_TO_CONFIRM = 3;
/** Fewer equal amounts in a row may be chance, however large they are. */
const EQUAL_AMOUNTS = 3;

/** The state of the jump and flat-line checks of one channel, in event time. Plain JSON. */
export interface ChannelHistory {
  /** Last plausible value, and its time. */
  readonly level: number;
  readonly levelAt: number;
  /** The earliest time at which the level may have been observed, where `levelAt` is approximate. */
  readonly levelFrom?: number;
  /** Consecutive readings near `jumpLevel`; 0: the channel is at a plausible level. */
  readonly jumped: number;
  readonly jumpLevel: number;
  /** Number of consecutive equal values. */
  readonly equal: number;
  readonly last: number;
}

/** Checks a reading against earlier ones of its channel, for a jump or a flat line. The first reading passes. */
export function judgeByHistory(
  before: ChannelHistory | undefined,
  { value, observedAt, observedFrom, property, quality }: Reading,
  channel: ChannelModel,
): { readonly quality: Quality; readonly history: ChannelHistory } {
  const since = observedFrom === undefined ? {} : { levelFrom: observedFrom };
  if (before === undefined) {
    const history = { level: value, levelAt: observedAt, ...since, jumped: 0, jumpLevel: value, equal: 1, last: value };
    return { quality, history };
  }
  const equal = value === before.last ? before.equal + 1 : 1;
  const isFlat = isFlatLine(channel, value, equal) || looksLikeTotal(channel, value, equal);
  const judged = isFlat ? worsen(quality, 'suspect', 'flat-line') : quality;

  const limit = channel.maxChangePerMinute ?? Infinity;
  const allowed = limit * Math.max((observedAt - (before.levelFrom ?? before.levelAt)) / 60_000, 1);
  const settled = { level: value, levelAt: observedAt, ...since, jumped: 0, jumpLevel: value, equal, last: value };
  if (Math.abs(difference(property, value, before.level)) <= allowed) return { quality: judged, history: settled };

  const isNearJump = before.jumped > 0 && Math.abs(difference(property, value, before.jumpLevel)) <= limit;
  const jumped = isNearJump ? before.jumped + 1 : 1;
  if (jumped >= READINGS_TO_CONFIRM) return { quality: judged, history: settled };
  const { level, levelAt, levelFrom } = before;
  const from = levelFrom === undefined ? {} : { levelFrom };
  const history = { level, levelAt, ...from, jumped, jumpLevel: value, equal, last: value };
  return { quality: worsen(judged, 'suspect', 'jump'), history };
}

const isFlatLine = ({ flatLineCount, flatLineAbove }: ChannelModel, value: number, equal: number): boolean =>
  flatLineCount !== undefined && equal >= flatLineCount && (flatLineAbove === undefined || value > flatLineAbove);

/**
 * Whether equal amounts in a row are together more than one interval can have: a gauge whose running total is taken for
 * an amount stands at 35.6 mm on a dry day.
 */
const looksLikeTotal = ({ property, range }: ChannelModel, value: number, equal: number): boolean =>
  PROPERTIES[property].kind === 'amount' && equal >= EQUAL_AMOUNTS && equal * value > range[1];
