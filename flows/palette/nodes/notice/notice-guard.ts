import { isFields, textOf } from '../../city/fields.ts';
import { createRateLimit } from '../../city/rate-limit.ts';
import { NOTICE_ORIGIN, NOTICES_ROOT } from './notice.ts';

/** Why a message does not become a notice. */
export type HoldReason = 'loop' | 'rate';

/** Prevents loops (a flow that answers its own notices) and floods. */
export interface NoticeGuard {
  /** Null: the notice may be published, and is counted. */
  hold(message: Readonly<Record<string, unknown>>, now: number): HoldReason | null;
}

/** A longer text is not parsed: no notice is that long. */
const LARGEST_NOTICE = 16_384;

/** At most so many notices in any minute. */
export function createNoticeGuard(mostPerMinute: number): NoticeGuard {
  const isWithinLimit = createRateLimit(mostPerMinute);
  return {
    hold(message, now) {
      if (comesFromNotice(message)) return 'loop';
      return isWithinLimit(now) ? null : 'rate';
    },
  };
}

/** By the mark of a notice node, by the origin in its published text, parsed or not, or by the topic. */
function comesFromNotice(message: Readonly<Record<string, unknown>>): boolean {
  const { notice, payload, topic, origin } = message;
  if (typeof topic === 'string' && topic.startsWith(NOTICES_ROOT)) return true;
  return origin === NOTICE_ORIGIN || isMarked(notice) || isMarked(payload) || isMarked(parse(payload));
}

const isMarked = (value: unknown): boolean => isFields(value) && textOf(value, 'origin') === NOTICE_ORIGIN;

function parse(payload: unknown): unknown {
  const isText = typeof payload === 'string' || Buffer.isBuffer(payload);
  if (!isText || payload.length > LARGEST_NOTICE) return null;
  const text = payload.toString();
  if (!text.includes(NOTICE_ORIGIN)) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
