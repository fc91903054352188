import { ucumCodeOf } from '../../units/aliases.ts';
import type { CitynerveMessage, CitynerveValue } from '../citynerve-json/citynerve-json-encoder.ts';
import { readInstant } from '../instant.ts';
import { PROTO_UNITS } from './citynerve-proto-units.ts';
import { decimalOfFloat } from './decimal-of-float.ts';
import { citynerve } from './telemetry-pb/telemetry.js';

const { Batch } = citynerve.telemetry.v1;
const NUMBER_OF_UNIT: ReadonlyMap<string, number> = new Map(PROTO_UNITS.map((code, number) => [code, number]));

/** Values of one channel and unit, in the order of the message. */
interface Block {
  readonly channel: string;
  readonly unit: string;
  readonly values: number[];
  readonly times: (number | null)[];
}

/**
 * Encodes the same message as `encodeCitynerveJson`, as protobuf. Values that are exact as a 32-bit float take four
 * bytes, others eight. Throws a RangeError where some values have a time and others none (a batch has one base time),
 * or where two times are more than 24 days apart.
 */
export function encodeCitynerveProto(message: CitynerveMessage): Uint8Array {
  const { seq, boot, ts, values, readings } = message;
  const blocks = new Map<string, Block>();
  if (values) collect(values, timeOf(ts), blocks);
  for (const item of readings ?? []) collect(item.values, timeOf(item.ts ?? ts), blocks);
  const times = [...blocks.values()].flatMap((block) => block.times);
  const baseTimeMs = times[0] ?? null;
  if (times.some((time) => (time === null) !== (baseTimeMs === null))) {
    throw new RangeError('a batch has times for all of its values or for none');
  }
  const batch = {
    version: 1,
    ...(boot !== undefined && { boot }),
    ...(seq !== undefined && { sequence: seq }),
    ...(baseTimeMs !== null && { baseTimeMs }),
    series: [...blocks.values()].map((block) => seriesOf(block, baseTimeMs ?? 0)),
  };
  return Batch.encode(batch).finish();
}

function collect(
  values: Readonly<Record<string, CitynerveValue>>,
  time: number | null,
  blocks: Map<string, Block>,
): void {
  for (const [channel, given] of Object.entries(values)) {
    const { value, unit } = typeof given === 'number' ? { value: given, unit: '' } : given;
    const key = `${unit}\0${channel}`;
    const block = blocks.get(key) ?? { channel, unit, values: [], times: [] };
    blocks.set(key, block);
    block.values.push(value);
    block.times.push(time);
  }
}

function seriesOf({ channel, unit, values, times }: Block, base: number) {
  const number = NUMBER_OF_UNIT.get(ucumCodeOf(unit));
  const deltas = times.map((time) => (time ?? base) - base);
  if (deltas.some((delta) => delta !== (delta | 0)))
    throw new RangeError('the times of a batch are more than 24 days apart');
  const isFloat = values.every((value) => Object.is(decimalOfFloat(Math.fround(value)), value));
  return {
    channel,
    ...(number === undefined ? { unitText: unit } : { unit: number }),
    ...(deltas.some((delta) => delta !== 0) && { timeDeltaMs: deltas }),
    ...(isFloat ? { floatValues: values } : { values }),
  };
}

function timeOf(ts: number | string | undefined): number | null {
  if (ts === undefined) return null;
  const instant = readInstant(ts);
  if (!instant.ok) throw new RangeError(`ts: ${instant.detail}`);
  return instant.at;
}
