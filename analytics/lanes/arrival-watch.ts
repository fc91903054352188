import type { ArrivalWatch } from '../../model/arrival-watch.ts';
import type { Reading } from '../../model/reading.ts';
import type { Severity, Verdict } from '../../model/scenario.ts';
import { severityRank } from '../severity-rank.ts';
import type { Place } from '../windows/place.ts';

/** Number of following readings above, or below, the clear level that confirm an alert, or refute it. */
const DECIDING_COUNT = 2;

/** The outcome after a reading. */
export type ArrivalOutcome =
  | { readonly kind: 'goes-on' }
  | { readonly kind: 'withdrawn'; readonly reason: string; readonly isDistrusted: boolean }
  | { readonly kind: 'cleared'; readonly reason: string; readonly isDistrusted: false };

/** The reason of an alert when it is raised. */
export const RAISED_BY_READING = 'one reading, not yet confirmed';

/** In evidence: the verdict on a reading of which a scenario says nothing, as on one whose quality is not good. */
export const NOT_JUDGED: Verdict = Object.freeze({
  severity: null,
  isClear: false,
  values: Object.freeze({}),
  because: Object.freeze([]),
});

/** The initial state for an alert that a reading has just raised. */
export const beginWatch = (scenarioId: string, { id, subject }: Place, reading: Reading): ArrivalWatch => ({
  scenarioId,
  zoneId: id,
  ...(subject ? { subject } : {}),
  deviceId: reading.deviceId,
  channel: reading.channel,
  observedAt: reading.observedAt,
  offset: reading.offset,
  isSound: false,
  isConfirmed: false,
  above: 0,
  below: 0,
  highDevices: [reading.deviceId],
  clearSince: null,
});

/** After a gap: the off-delay restarts. */
export const interruptWatch = (watch: ArrivalWatch): ArrivalWatch => ({ ...watch, clearSince: null });

/** Whether this is the reading that raised the alert. */
const isTrigger = (watch: ArrivalWatch, reading: Reading): boolean =>
  isSameSource(watch, reading) && reading.observedAt === watch.observedAt && reading.offset === watch.offset;

const isSameSource = (watch: ArrivalWatch, { deviceId, channel }: Reading): boolean =>
  deviceId === watch.deviceId && channel === watch.channel;

/** Takes a reading of the zone with its final quality; `verdict.isClear`: it is below the clear level. */
export function stepWatch(
  watch: ArrivalWatch,
  reading: Reading,
  verdict: Verdict | null,
  offSeconds: number,
): { readonly watch: ArrivalWatch; readonly outcome: ArrivalOutcome } {
  const { level, reasons } = reading.quality;
  if (isTrigger(watch, reading)) {
    if (level === 'good') return goOn({ ...watch, isSound: true });
    return {
      watch,
      outcome: { kind: 'withdrawn', reason: `${reasons.join(', ')}: not confirmed`, isDistrusted: true },
    };
  }
  if (level !== 'good' || verdict === null || reading.observedAt <= watch.observedAt) return goOn(watch);
  const next = followed(counted(watch, reading, verdict), reading, verdict);
  if (!next.isConfirmed && next.below >= DECIDING_COUNT) {
    const reason = 'jump: not confirmed by following readings';
    return { watch: next, outcome: { kind: 'withdrawn', reason, isDistrusted: false } };
  }
  const isOver = next.clearSince !== null && reading.observedAt - next.clearSince >= offSeconds * 1000;
  if (!isOver) return goOn(next);
  const reason = 'clear condition held for its off-delay';
  return { watch: next, outcome: { kind: 'cleared', reason, isDistrusted: false } };
}

/**
 * Why the alert is confirmed now, as a reason for its history; null: it is not, or was confirmed before. `joint`:
 * severity of the alert of the event lane at the place.
 */
export function confirmationOf(watch: ArrivalWatch, joint: Severity | null): string | null {
  if (watch.isConfirmed || !watch.isSound) return null;
  if (severityRank(joint) >= severityRank('warn'))
    return 'confirmed: the joint alert of the zone stands at warn or above';
  return watch.above >= DECIDING_COUNT ? `confirmed: ${watch.above} following readings of the device` : null;
}

const goOn = (watch: ArrivalWatch) => ({ watch, outcome: { kind: 'goes-on' } as const });

function counted(watch: ArrivalWatch, reading: Reading, { isClear }: Verdict): ArrivalWatch {
  if (!isSameSource(watch, reading)) return watch;
  return isClear ? { ...watch, above: 0, below: watch.below + 1 } : { ...watch, above: watch.above + 1, below: 0 };
}

function followed(watch: ArrivalWatch, { deviceId, observedAt }: Reading, { isClear }: Verdict): ArrivalWatch {
  const others = watch.highDevices.filter((device) => device !== deviceId);
  const highDevices = isClear ? others : [...others, deviceId].sort();
  const clearSince = highDevices.length > 0 ? null : (watch.clearSince ?? observedAt);
  return { ...watch, highDevices, clearSince };
}
