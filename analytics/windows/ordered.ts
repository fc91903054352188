import type { Reading } from '../../model/reading.ts';
import type { Contribution, ZoneState } from '../../model/state.ts';

const orderedContribution = (from: Contribution): Contribution => ({
  deviceId: from.deviceId,
  channel: from.channel,
  observedAt: from.observedAt,
  value: from.value,
  quality: from.quality,
  offset: from.offset,
});

/** The same estimate with its keys in one order: the bytes of evidence must not depend on who built the object. */
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

/** A reading as the contribution that it makes; null when its quality lets it decide nothing. */
export const contributionOf = (reading: Reading): Contribution | null =>
  reading.quality.level === 'bad' ? null : orderedContribution({ ...reading, quality: reading.quality.level });

/** The same reading with its keys in one order. */
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
