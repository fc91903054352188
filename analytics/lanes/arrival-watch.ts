import type { ArrivalWatch } from '../../model/arrival-watch.ts';
import type { Quality, QualityReason } from '../../model/quality.ts';
import type { Reading } from '../../model/reading.ts';
import type { Severity, Verdict } from '../../model/scenario.ts';
import { severityRank } from '../severity-rank.ts';
import type { Place } from '../windows/place.ts';

/** Number of following readings above, or below, the clear level that confirm an alert, or refute it. */
const DECIDING_COUNT = 2;

/** The outcome after a reading. */
export type ArrivalOutcome =
  | { readonly kind: 'goes-on' }
  | { readonly kind: 'withdrawn' | 'cleared'; readonly reason: string };

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
    if (isOnlyJump(reading.quality)) return goOn({ ...watch, jump: { value: reading.value, still: 0 } });
    return { watch, outcome: { kind: 'withdrawn', reason: `${reasons.join(', ')}: not confirmed` } };
  }
  if (level !== 'good' || verdict === null || reading.observedAt <= watch.observedAt) return goOn(watch);
  const next = followed(counted(watch, reading, verdict), reading, verdict);
  const refutation = next.isConfirmed ? null : refutationOf(next);
  if (refutation !== null) return { watch: next, outcome: { kind: 'withdrawn', reason: refutation } };
  const isOver = next.clearSince !== null && reading.observedAt - next.clearSince >= offSeconds * 1000;
  if (!isOver) return goOn(next);
  const reason = 'clear condition held for its off-delay';
  return { watch: next, outcome: { kind: 'cleared', reason } };
}

function refutationOf({ below, jump }: ArrivalWatch): string | null {
  if (below >= DECIDING_COUNT) return 'jump: not confirmed by following readings';
  return jump !== undefined && jump.still >= DECIDING_COUNT ? 'jump: the readings that follow do not move' : null;
}

/** Reasons that say nothing against a value. */
const REMARKS: ReadonlySet<QualityReason> = new Set([
  'late',
  'unchecked',
  'time-approximate',
  'possible-repeat',
  'clock-held',
]);

/** A flood can come faster than the jump check allows: then the readings that follow decide. */
const isOnlyJump = ({ level, reasons }: Quality): boolean =>
  level === 'suspect' &&
  reasons.includes('jump') &&
  reasons.every((reason) => reason === 'jump' || REMARKS.has(reason));

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
  if (isClear) return { ...watch, above: 0, below: watch.below + 1 };
  return { ...moved(watch, reading), above: watch.above + 1, below: 0 };
}

/** Water moves: a value that was jumped to and stays the same to the last digit is that of a gauge that is stuck. */
function moved({ jump, ...watch }: ArrivalWatch, { value }: Reading): ArrivalWatch {
  if (jump === undefined) return watch;
  return value === jump.value ? { ...watch, jump: { ...jump, still: jump.still + 1 } } : { ...watch, isSound: true };
}

function followed(watch: ArrivalWatch, { deviceId, observedAt }: Reading, { isClear }: Verdict): ArrivalWatch {
  const others = watch.highDevices.filter((device) => device !== deviceId);
  const highDevices = isClear ? others : [...others, deviceId].sort();
  const clearSince = highDevices.length > 0 ? null : (watch.clearSince ?? observedAt);
  return { ...watch, highDevices, clearSince };
}
