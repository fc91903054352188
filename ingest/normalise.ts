import { conversionTo } from '../devices/units/conversion.ts';
import { convertValue } from '../devices/units/convert-value.ts';
import type { ClockHold } from '../model/clock-hold.ts';
import type { RawValue } from '../model/dialect.ts';
import type { Journalled, PublicationRecord } from '../model/journal-record.ts';
import { GOOD, worsen } from '../model/quality.ts';
import type { Rejected, RejectReason } from '../model/rejected.ts';
import {
  type Batch,
  type Candidate,
  type Message,
  type MessageStep,
  NO_VALUES,
  type SeriesFacts,
  type ValueStep,
} from './batch.ts';
import { holdAfter } from './clock-hold.ts';
import type { Stage } from './stage.ts';
import type { Tally } from './tally.ts';
import { UnmappedChannels, type UnmappedSnapshot } from './unmapped-channels.ts';

/** Values with a time further ahead of the gateway's clock are rejected. */
const FUTURE_TOLERANCE_MILLIS = 5 * 60_000;
/** The same while city time is not known: a gateway that was down for longer than a year is not expected. */
const FUTURE_TOLERANCE_WHILE_HELD_MILLIS = 366 * 86_400_000;
/** 2000-01-01T00:00:00Z. An earlier time comes from a clock that was never set. */
const EARLIEST_OBSERVED_AT = 946_684_800_000;

interface NormaliseSnapshot {
  readonly unmapped: UnmappedSnapshot;
  readonly hold: ClockHold | null;
}

/** The stage, and whether the city's clock is held after the last record. */
export type NormaliseStage = Stage<Batch<MessageStep>, Batch<ValueStep<Candidate>>> & {
  readonly clockHold: ClockHold | null;
};

/**
 * Stage normalise: converts each value to its property's canonical unit and checks its time, or rejects it. While city
 * time is not known, a value with a time of its own is not measured by it. `initialHold`: that of the city's clock
 * before the first record.
 */
export function createNormalise(initialHold: ClockHold | null = null): NormaliseStage {
  const unmapped = new UnmappedChannels();
  let hold = initialHold;

  function normaliseMessage(
    record: Journalled<PublicationRecord>,
    { facts, decoded, isPossibleRepeat = false }: Message,
    tally: Tally,
    rejected: Rejected[],
  ): readonly Candidate[] {
    tally.extracted = decoded.values.length + decoded.faults.length;
    if (tally.extracted === 0) tally.outcome = 'withoutReadings';
    const candidates: Candidate[] = [];
    const reject = (channel: string | null, reason: RejectReason, detail: string): void => {
      const { offset, topic, receivedAt } = record;
      const { deviceId } = facts;
      tally.rejected += 1;
      rejected.push({ offset, deviceId, topic, receivedAt, channel, reason, detail });
    };
    const isTimeUnknown = hold?.isTimeKnown === false;
    for (const fault of decoded.faults) reject(fault.channel, fault.reason, fault.detail);
    for (const raw of decoded.values) {
      const series = facts.series.get(raw.channel);
      if (series === undefined) {
        tally.unmapped += 1;
        unmapped.note(facts.deviceId, raw.channel, raw.value, record.offset);
        continue;
      }
      const result = normaliseValue(raw, series, record.receivedAt, { isPossibleRepeat, isTimeUnknown });
      if ('reason' in result) reject(raw.channel, result.reason, result.detail);
      else candidates.push(result);
    }
    return candidates;
  }

  return {
    name: 'normalise',
    run(batch) {
      const rejected: Rejected[] = [];
      const steps: ValueStep<Candidate>[] = [];
      for (const { record, tally, message } of batch.steps) {
        hold = holdAfter(hold, record);
        const isReadable = record.kind === 'publication' && message !== null && tally !== null;
        const values = isReadable ? normaliseMessage(record, message, tally, rejected) : NO_VALUES;
        steps.push({ record, tally, values });
      }
      return { ...batch, steps, rejected: [...batch.rejected, ...rejected], unmapped: unmapped.takeChanged() };
    },
    get clockHold() {
      return hold;
    },
    snapshot: (): NormaliseSnapshot => ({ unmapped: unmapped.snapshot(), hold }),
    restore(snapshot) {
      // Checkpoints of 0.1.0 have the unmapped channels alone.
      const state = snapshot as NormaliseSnapshot | UnmappedSnapshot;
      unmapped.restore('unmapped' in state ? state.unmapped : state);
      hold = 'unmapped' in state ? state.hold : null;
    },
  };
}

const POSSIBLE_REPEAT = worsen(GOOD, 'good', 'possible-repeat');

function normaliseValue(
  raw: RawValue,
  facts: SeriesFacts,
  receivedAt: number,
  { isPossibleRepeat, isTimeUnknown }: { readonly isPossibleRepeat: boolean; readonly isTimeUnknown: boolean },
): Candidate | { readonly reason: RejectReason; readonly detail: string } {
  const observedAt = raw.observedAt ?? receivedAt;
  if (observedAt > receivedAt + (isTimeUnknown ? FUTURE_TOLERANCE_WHILE_HELD_MILLIS : FUTURE_TOLERANCE_MILLIS)) {
    const ahead = Math.round((observedAt - receivedAt) / 1000);
    return { reason: 'time-in-future', detail: `the device's time is ${ahead} s ahead of the city's` };
  }
  if (raw.observedAt !== null && observedAt < EARLIEST_OBSERVED_AT) {
    const detail = `${observedAt} ms since 1970 lies before the year 2000: send no time until the device's clock is set`;
    return { reason: 'time-invalid', detail };
  }
  const { property, unit } = facts.channel;
  const conversion = conversionTo(property, raw.unit === null || raw.unit === '' ? unit : raw.unit);
  if (!conversion.ok) return conversion;
  const value = convertValue(raw.value, conversion);
  if (!Number.isFinite(value))
    return { reason: 'not-a-number', detail: `${raw.value} ${raw.unit} exceeds the range of a double` };
  const hasOwnTime = raw.observedAt !== null;
  // With a time of its own a repeat is found by it.
  const known = isPossibleRepeat && !hasOwnTime ? POSSIBLE_REPEAT : GOOD;
  const quality = isTimeUnknown ? worsen(known, 'good', 'clock-held') : known;
  return { facts, observedAt, hasOwnTime, value, quality };
}
