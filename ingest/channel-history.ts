import type { ChannelModel } from '../model/device.ts';
import { type Quality, worsen } from '../model/quality.ts';
import type { Reading } from '../model/reading.ts';
import { difference } from './direction.ts';

/** As many readings near a new level and the jump to it was real. */
const READINGS_TO_BELIEVE = 3;

/** What one channel showed before, in event time. Plain JSON. */
export interface ChannelHistory {
  /** Last value that was believed. */
  readonly level: number;
  readonly levelAt: number;
  /** Readings in a row near a level that the channel jumped to; 0: it did not jump. */
  readonly jumped: number;
  readonly jumpLevel: number;
  /** Equal values in a row. */
  readonly equal: number;
  readonly last: number;
}

/** Judges a reading by those before it on its channel: a jump, or a line too flat to be true. The first is beyond both. */
export function judgeByHistory(
  before: ChannelHistory | undefined,
  { value, observedAt, property, quality }: Reading,
  channel: ChannelModel,
): { readonly quality: Quality; readonly history: ChannelHistory } {
  if (before === undefined) {
    const history = { level: value, levelAt: observedAt, jumped: 0, jumpLevel: value, equal: 1, last: value };
    return { quality, history };
  }
  const equal = value === before.last ? before.equal + 1 : 1;
  const isFlat =
    channel.flatLineCount !== undefined &&
    equal >= channel.flatLineCount &&
    (channel.flatLineAbove === undefined || value > channel.flatLineAbove);
  const judged = isFlat ? worsen(quality, 'suspect', 'flat-line') : quality;

  const limit = channel.maxChangePerMinute ?? Infinity;
  const reach = limit * Math.max((observedAt - before.levelAt) / 60_000, 1);
  const settled = { level: value, levelAt: observedAt, jumped: 0, jumpLevel: value, equal, last: value };
  if (Math.abs(difference(property, value, before.level)) <= reach) return { quality: judged, history: settled };

  const isNearJump = before.jumped > 0 && Math.abs(difference(property, value, before.jumpLevel)) <= limit;
  const jumped = isNearJump ? before.jumped + 1 : 1;
  if (jumped >= READINGS_TO_BELIEVE) return { quality: judged, history: settled };
  const { level, levelAt } = before;
  const history = { level, levelAt, jumped, jumpLevel: value, equal, last: value };
  return { quality: worsen(judged, 'suspect', 'jump'), history };
}
