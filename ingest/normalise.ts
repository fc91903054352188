import { conversionTo } from '../devices/units/conversion.ts';
import { convertValue } from '../devices/units/convert-value.ts';
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
import type { Stage } from './stage.ts';
import type { Tally } from './tally.ts';
import { UnmappedChannels, type UnmappedSnapshot } from './unmapped-channels.ts';

/** Values with a time further ahead of the gateway's clock are rejected. */
const FUTURE_TOLERANCE_MILLIS = 5 * 60_000;
/** 2000-01-01T00:00:00Z. An earlier time comes from a clock that was never set. */
const EARLIEST_OBSERVED_AT = 946_684_800_000;

/** Stage normalise: converts each value to its property's canonical unit and checks its time, or rejects it. */
export function createNormalise(): Stage<Batch<MessageStep>, Batch<ValueStep<Candidate>>> {
  const unmapped = new UnmappedChannels();

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
    for (const fault of decoded.faults) reject(fault.channel, fault.reason, fault.detail);
    for (const raw of decoded.values) {
      const series = facts.series.get(raw.channel);
      if (series === undefined) {
        tally.unmapped += 1;
        unmapped.note(facts.deviceId, raw.channel, raw.value, record.offset);
        continue;
      }
      const result = normaliseValue(raw, series, record.receivedAt, isPossibleRepeat);
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
        const isReadable = record.kind === 'publication' && message !== null && tally !== null;
        const values = isReadable ? normaliseMessage(record, message, tally, rejected) : NO_VALUES;
        steps.push({ record, tally, values });
      }
      return { ...batch, steps, rejected: [...batch.rejected, ...rejected], unmapped: unmapped.takeChanged() };
    },
    snapshot: () => unmapped.snapshot(),
    restore: (snapshot) => unmapped.restore(snapshot as UnmappedSnapshot),
  };
}

const POSSIBLE_REPEAT = worsen(GOOD, 'good', 'possible-repeat');

function normaliseValue(
  raw: RawValue,
  facts: SeriesFacts,
  receivedAt: number,
  isPossibleRepeat: boolean,
): Candidate | { readonly reason: RejectReason; readonly detail: string } {
  const observedAt = raw.observedAt ?? receivedAt;
  if (observedAt > receivedAt + FUTURE_TOLERANCE_MILLIS) {
    const ahead = Math.round((observedAt - receivedAt) / 1000);
    return { reason: 'time-in-future', detail: `the device's time is ${ahead} s ahead of the city's` };
  }
  if (raw.observedAt !== null && observedAt < EARLIEST_OBSERVED_AT) {
    return { reason: 'time-invalid', detail: `${observedAt} lies before the year 2000` };
  }
  const { property, unit } = facts.channel;
  const conversion = conversionTo(property, raw.unit === null || raw.unit === '' ? unit : raw.unit);
  if (!conversion.ok) return conversion;
  const value = convertValue(raw.value, conversion);
  if (!Number.isFinite(value))
    return { reason: 'not-a-number', detail: `${raw.value} ${raw.unit} exceeds the range of a double` };
  const hasOwnTime = raw.observedAt !== null;
  // With a time of its own a repeat is found by it.
  const quality = isPossibleRepeat && !hasOwnTime ? POSSIBLE_REPEAT : GOOD;
  return { facts, observedAt, hasOwnTime, value, quality };
}
