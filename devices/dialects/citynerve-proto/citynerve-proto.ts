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
/** Highest field numbers that are in use; a number below with another wire type is a slip, a number above is a newer sender's. */
const LAST_BATCH_FIELD = 5;
const LAST_SERIES_FIELD = 6;

/** Citynerve telemetry as protobuf: one `Batch` of telemetry.proto a message. */
export const CITYNERVE_PROTO: Dialect = {
  name: 'citynerve-proto',
  topics: TELEMETRY_TOPICS,
  stateOf: 'nobody',
  identify: () => null,
  decode: (_, { payload }) => ({ decoded: read(payload), state: null }),
};

function read(payload: Uint8Array): Decoded {
  if (payload.length === 0) return broken('the payload is empty');
  let batch: Batch;
  try {
    const reader = protobuf.Reader.create(payload);
    // Kept only to tell a newer sender's fields from known ones in a wrong wire type, which protobuf would pass over in silence.
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
  const misshapen = misshapenField(batch, LAST_BATCH_FIELD);
  if (misshapen !== null) return broken(`field ${misshapen} of Batch has the wrong wire type`);
  const sequence = batch.sequence === null ? null : toNumber(batch.sequence);
  if (sequence !== null && !Number.isSafeInteger(sequence)) return broken('sequence must be from 0 to 2^53-1');
  if (boot.length > MAX_BOOT_LENGTH) return broken(`boot must be text of at most ${MAX_BOOT_LENGTH} characters`);

  const baseTime = toNumber(batch.baseTimeMs);
  const result = new DecodeResult();
  let position = 0;
  for (const one of series) {
    position += 1;
    const fault = shapeFault(one);
    if (fault !== null) return broken(`series ${position}: ${fault}`);
    readSeries(one, baseTime, result);
  }
  return result.finish(sequence === null ? null : { boot, number: sequence });
}

/** What makes it impossible to say which value is which: then nothing of the message is taken. */
function shapeFault(series: Series): string | null {
  const { channel, values, floatValues, timeDeltaMs } = series;
  const misshapen = misshapenField(series, LAST_SERIES_FIELD);
  if (misshapen !== null) return `field ${misshapen} of Series has the wrong wire type`;
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
    else result.take({ channel, value: isDouble ? value : decimalOfFloat(value), unit, observedAt });
  }
}

function timeFault(baseTime: number, observedAt: number): string {
  const base = readInstant(baseTime);
  if (!base.ok) return `base_time_ms: ${base.detail}`;
  const sum = readInstant(observedAt);
  return `base_time_ms and time_delta_ms: ${sum.ok ? `${observedAt} is no whole number` : sum.detail}`;
}

/** A unit that is not known is never guessed: its values are set aside. */
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

/** The number of a known field that came in a wire type of which it cannot be read; null when there is none. */
function misshapenField({ $unknowns }: Batch | Series, lastField: number): number | null {
  if ($unknowns === undefined) return null;
  for (const raw of $unknowns) {
    const field = new protobuf.Reader(raw).tag() >>> 3;
    if (field <= lastField) return field;
  }
  return null;
}

/**
 * A uint64 as a number. The runtime hands out an object of two 32-bit halves; up to 2^53 a double holds each whole number, and the
 * checks that follow refuse what is beyond.
 */
const toNumber = (written: Batch['baseTimeMs']): number => (typeof written === 'number' ? written : written.toNumber());

const unknownUnit = (detail: string) => ({ unit: null, detail });
const broken = (detail: string): Decoded => ({ ok: false, detail });
const foreign = (payload: Uint8Array, detail: string): Decoded =>
  broken(otherDialect(payload, CITYNERVE_PROTO.name) ?? detail);
