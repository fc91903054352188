import { isDoubtfulAmount } from '../../model/doubtful-amount.ts';
import type { Reading } from '../../model/reading.ts';
import type { Contribution, ZoneState } from '../../model/state.ts';

const orderedContribution = (from: Contribution): Contribution => ({
  deviceId: from.deviceId,
  channel: from.channel,
  observedAt: from.observedAt,
  value: from.value,
  quality: from.quality,
  offset: from.offset,
  ...(from.count === undefined ? {} : { count: from.count }),
});

/** A copy of an estimate with its keys in a fixed order, on which the bytes of evidence depend. */
export const orderedState = (from: ZoneState): ZoneState => ({
  zoneId: from.zoneId,
  property: from.property,
  at: from.at,
  value: from.value,
  uncertainty: from.uncertainty,
  contributors: from.contributors.map(orderedContribution),
  setAside: from.setAside.map(({ deviceId, channel, value, offset, reason }) => ({
    deviceId,
    channel,
    value,
    offset,
    reason,
  })),
});

/** A reading as a contribution; null: its quality is bad, or it is an amount that may be there twice. */
export const contributionOf = (reading: Reading): Contribution | null =>
  reading.quality.level === 'bad' || isDoubtfulAmount(reading)
    ? null
    : orderedContribution({ ...reading, quality: reading.quality.level });

/** A copy of a reading with its keys in a fixed order. */
export const orderedReading = (from: Reading): Reading => ({
  deviceId: from.deviceId,
  channel: from.channel,
  property: from.property,
  zoneId: from.zoneId,
  observedAt: from.observedAt,
  receivedAt: from.receivedAt,
  value: from.value,
  quality: { level: from.quality.level, reasons: [...from.quality.reasons] },
  offset: from.offset,
});
