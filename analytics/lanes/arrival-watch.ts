import type { AlertSubject } from '../../model/alert-subject.ts';
import type { Reading } from '../../model/reading.ts';
import type { Verdict } from '../../model/scenario.ts';
import type { Place } from '../windows/place.ts';

/** Number of following readings above, or below, the clear level that confirm an alert, or refute it. */
const DECIDING_COUNT = 2;

/** The state of an active alert of the arrival lane: whether it is confirmed, and what followed. Plain data. */
export interface ArrivalWatch {
  readonly scenarioId: string;
  readonly zoneId: string;
  /** Absent: the zone as a whole. */
  readonly subject?: AlertSubject;
  readonly deviceId: string;
  readonly channel: string;
  readonly observedAt: number;
  readonly offset: number;
  /** The triggering reading was of good quality in event time too, when compared with earlier readings. */
  readonly isSound: boolean;
  readonly isConfirmed: boolean;
  /** Number of consecutive following readings of the same device not below, and below, the clear level. */
  readonly above: number;
  readonly below: number;
  /** Devices of the zone whose last good reading is not below the clear level. */
  readonly highDevices: readonly string[];
  /** Event time since which there are no such devices; null: there are some. */
  readonly clearSince: number | null;
}

/** The outcome after a reading. */
export type ArrivalOutcome =
  | { readonly kind: 'goes-on' }
  | { readonly kind: 'withdrawn'; readonly reason: string; readonly isDistrusted: boolean }
  | { readonly kind: 'cleared' };

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
  return isOver ? { watch: next, outcome: { kind: 'cleared' } } : goOn(next);
}

/** Why the alert is confirmed now, as a reason for its history; null: it is not, or was confirmed before. */
export function confirmationOf(watch: ArrivalWatch, hasJointAlert: boolean): string | null {
  if (watch.isConfirmed || !watch.isSound) return null;
  if (hasJointAlert) return 'confirmed: the joint alert of the zone stands at warn or above';
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
