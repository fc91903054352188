import protobuf from 'protobufjs/minimal.js';
import type { Decoded, Dialect, RawFault } from '../../../model/dialect.ts';
import { DecodeResult } from '../decode-result.ts';
import { isMilliseconds, readInstant } from '../instant.ts';
import { MAX_BOOT_LENGTH, MAX_UNIT_LENGTH } from '../limits.ts';
import { otherDialect } from '../other-dialect.ts';
import { TELEMETRY_TOPICS } from '../telemetry-topics.ts';
import { PROTO_UNITS } from './citynerve-proto-units.ts';
import { decimalOfFloat } from './decimal-of-float.ts';
import { citynerve } from './telemetry-pb/telemetry.js';

const { Batch } = citynerve.telemetry.v1;
type Batch = citynerve.telemetry.v1.Batch;
type Series = citynerve.telemetry.v1.Series;

const VERSION = 1;
const MAX_CHANNEL_LENGTH = 128;
/**
 * Highest field numbers in use. An unknown field up to this number is a known one with the wrong wire type, which is an
 * error; one above it comes from a newer version and is ignored.
 */
const LAST_BATCH_FIELD = 5;
const LAST_SERIES_FIELD = 6;

/** The dialect Citynerve protobuf: each message is one `Batch` of telemetry.proto. */
export const CITYNERVE_PROTO: Dialect = {
  name: 'citynerve-proto',
  topics: TELEMETRY_TOPICS,
  stateOf: 'nobody',
  identify: () => null,
  decode: (_, { payload }) => ({ decoded: read(payload), state: null }),
};

function read(payload: Uint8Array): Decoded {
  if (payload.length === 0) return undecodable('the payload is empty');
  let batch: Batch;
  try {
    const reader = protobuf.Reader.create(payload);
    // Unknown fields are kept for `wrongWireType`: protobuf silently skips a known field that has the wrong wire type.
    reader.discardUnknown = false;
    batch = Batch.decode(reader);
  } catch (error) {
    return foreign(payload, `not a Batch of telemetry.proto: ${(error as Error).message.slice(0, 120)}`);
  }
  const { version, boot, series } = batch;
  if (version !== VERSION) {
    return foreign(
      payload,
      version === 0 ? 'version is missing: it must be 1' : `version is ${version}; this city reads 1`,
    );
  }
  const wrongField = wrongWireType(batch, LAST_BATCH_FIELD);
  if (wrongField !== null) return undecodable(`field ${wrongField} of Batch has the wrong wire type`);
  const sequence = batch.sequence === null ? null : toNumber(batch.sequence);
  if (sequence !== null && !Number.isSafeInteger(sequence)) return undecodable('sequence must be from 0 to 2^53-1');
  if (boot.length > MAX_BOOT_LENGTH) return undecodable(`boot must be text of at most ${MAX_BOOT_LENGTH} characters`);

  const baseTime = toNumber(batch.baseTimeMs);
  const result = new DecodeResult();
  let position = 0;
  for (const one of series) {
    position += 1;
    const fault = shapeFault(one);
    if (fault !== null) return undecodable(`series ${position}: ${fault}`);
    readSeries(one, baseTime, result);
  }
  return result.finish(sequence === null ? null : { boot, number: sequence });
}

/**
 * A fault that makes the assignment of values to channels or times ambiguous, so that the whole message is rejected.
 */
function shapeFault(series: Series): string | null {
  const { channel, values, floatValues, timeDeltaMs } = series;
  const wrongField = wrongWireType(series, LAST_SERIES_FIELD);
  if (wrongField !== null) return `field ${wrongField} of Series has the wrong wire type`;
  if (channel === '' || channel.length > MAX_CHANNEL_LENGTH) {
    return `channel must be a name of 1 to ${MAX_CHANNEL_LENGTH} characters`;
  }
  if (values.length > 0 && floatValues.length > 0) return 'values and float_values exclude each other';
  const count = values.length + floatValues.length;
  if (timeDeltaMs.length > 0 && timeDeltaMs.length !== count) {
    return `${timeDeltaMs.length} entries in time_delta_ms for ${count} values; expected none or one for each`;
  }
  return null;
}

function readSeries(series: Series, baseTime: number, result: DecodeResult): void {
  const { channel, timeDeltaMs } = series;
  const isDouble = series.values.length > 0;
  const numbers = isDouble ? series.values : series.floatValues;
  const { unit, detail: unitFault } = unitOf(series);
  for (let i = 0; i < numbers.length; i += 1) {
    const value = numbers[i] as number;
    const delta = timeDeltaMs.length === 0 ? null : (timeDeltaMs[i] as number);
    let observedAt: number | null = null;
    let fault: readonly [RawFault['reason'], string] | null = null;
    if (!Number.isFinite(value)) fault = ['not-a-number', `expected a number, found ${value}`];
    else if (unitFault !== null) fault = ['unknown-unit', unitFault];
    else if (baseTime !== 0) {
      observedAt = baseTime + (delta ?? 0);
      if (!isMilliseconds(baseTime) || !isMilliseconds(observedAt))
        fault = ['time-invalid', timeFault(baseTime, observedAt)];
    } else if (delta !== null) fault = ['time-invalid', 'time_delta_ms without base_time_ms'];
    if (fault !== null) result.reject(channel, ...fault);
    else result.add({ channel, value: isDouble ? value : decimalOfFloat(value), unit, observedAt });
  }
}

function timeFault(baseTime: number, observedAt: number): string {
  const base = readInstant(baseTime);
  if (!base.ok) return `base_time_ms: ${base.detail}`;
  const sum = readInstant(observedAt);
  return `base_time_ms and time_delta_ms: ${sum.ok ? `${observedAt} is no whole number` : sum.detail}`;
}

/** The unit of a series as text, or why it is unknown; the values are then rejected, not guessed at. */
function unitOf({ unit: number, unitText }: Series): { readonly unit: string | null; readonly detail: string | null } {
  if (unitText !== '') {
    if (number !== 0) return unknownUnit('unit and unit_text exclude each other');
    if (unitText.length <= MAX_UNIT_LENGTH) return { unit: unitText, detail: null };
    return unknownUnit(`unit_text must be at most ${MAX_UNIT_LENGTH} characters`);
  }
  if (number === 0) return { unit: null, detail: null };
  const code = PROTO_UNITS[number];
  if (code !== undefined) return { unit: code, detail: null };
  return unknownUnit(`unit ${number} is not in this city's telemetry.proto; send it as unit_text`);
}

/** The number of a known field that was sent with the wrong wire type; null: none. */
function wrongWireType({ $unknowns }: Batch | Series, lastField: number): number | null {
  if ($unknowns === undefined) return null;
  for (const raw of $unknowns) {
    const field = new protobuf.Reader(raw).tag() >>> 3;
    if (field <= lastField) return field;
  }
  return null;
}

/**
 * A uint64 as a number. The protobuf runtime returns an object of two 32-bit halves. A double is exact up to 2^53;
 * larger numbers are refused by the checks that follow.
 */
const toNumber = (uint64: Batch['baseTimeMs']): number => (typeof uint64 === 'number' ? uint64 : uint64.toNumber());

const unknownUnit = (detail: string) => ({ unit: null, detail });
const undecodable = (detail: string): Decoded => ({ ok: false, detail });
const foreign = (payload: Uint8Array, detail: string): Decoded =>
  undecodable(otherDialect(payload, CITYNERVE_PROTO.name) ?? detail);
