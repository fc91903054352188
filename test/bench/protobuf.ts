import { CITYNERVE_JSON } from '../../devices/dialects/citynerve-json/citynerve-json.ts';
import {
  type CitynerveMessage,
  encodeCitynerveJson,
} from '../../devices/dialects/citynerve-json/citynerve-json-encoder.ts';
import { CITYNERVE_PROTO } from '../../devices/dialects/citynerve-proto/citynerve-proto.ts';
import { encodeCitynerveProto } from '../../devices/dialects/citynerve-proto/citynerve-proto-encoder.ts';
import { testMessage } from '../../devices/dialects/test-message.ts';
import type { Dialect } from '../../model/dialect.ts';

// Bytes a message and microseconds to decode it, JSON against protobuf, taken in turns:
// `node --import tsx test/bench/protobuf.ts`.
const ROUNDS = 31;
const MILLIS_PER_ROUND = 20;
const TOPIC = 'city/v1/devices/station-1/telemetry';
const START = 1_795_564_800_000;
const CHANNELS = ['temperature', 'humidity', 'pressure', 'wind_speed', 'wind_direction', 'rain'] as const;
const LEVELS = [21.4, 63.5, 1013.2, 3.8, 225, 0.2] as const;

/** Values with one decimal, as sensors report them; they fit a float. `digits` 9 needs a double. */
const valueAt = (channel: number, moment: number, digits: number): number =>
  Number(((LEVELS[channel] ?? 0) + ((moment * 7) % 10) / 10 + (digits > 1 ? 1 / 3 : 0)).toFixed(digits));

function messageOf(channels: number, moments: number, digits = 1): CitynerveMessage {
  const at = (moment: number) => ({
    ts: START + moment * 60_000,
    values: Object.fromEntries(CHANNELS.slice(0, channels).map((name, i) => [name, valueAt(i, moment, digits)])),
  });
  const count = { boot: '7f3a', seq: 1234 };
  if (moments === 1) return { ...count, ...at(0) };
  return { ...count, readings: Array.from({ length: moments }, (_, moment) => at(moment)) };
}

const CASES: readonly (readonly [string, CitynerveMessage])[] = [
  ['1 reading', messageOf(1, 1)],
  ['1 reading, nine decimals (double)', messageOf(1, 1, 9)],
  ['6 readings: 6 channels, 1 moment', messageOf(6, 1)],
  ['60 readings: 6 channels, 10 moments', messageOf(6, 10)],
  ['60 readings: 1 channel, 60 moments', messageOf(1, 60)],
  ['the same with nine decimals (double)', messageOf(1, 60, 9)],
];

const median = (list: readonly number[]): number => [...list].sort((a, b) => a - b)[list.length >> 1] ?? 0;

/** Microseconds of one decode, over one stretch of time. */
function stretch(dialect: Dialect, payload: Uint8Array): number {
  const message = testMessage(payload, { topic: TOPIC });
  let count = 0;
  const start = performance.now();
  let now = start;
  while (now - start < MILLIS_PER_ROUND) {
    for (let i = 0; i < 50; i += 1) {
      const { decoded } = dialect.decode(null, message);
      if (!decoded.ok || decoded.faults.length > 0) throw new Error('the payload does not decode');
    }
    count += 50;
    now = performance.now();
  }
  return ((now - start) * 1000) / count;
}

const rows = CASES.map(([name, message]) => {
  // Buffers, as the journal hands them out.
  const json = Buffer.from(encodeCitynerveJson(message));
  const proto = Buffer.from(encodeCitynerveProto(message));
  const micros: { json: number[]; proto: number[] } = { json: [], proto: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    micros.json.push(stretch(CITYNERVE_JSON, json));
    micros.proto.push(stretch(CITYNERVE_PROTO, proto));
  }
  // The first rounds warm the engine up.
  const [jsonMicros, protoMicros] = [median(micros.json.slice(5)), median(micros.proto.slice(5))];
  return {
    message: name,
    'JSON B': json.length,
    'protobuf B': proto.length,
    'B ratio': Number((proto.length / json.length).toFixed(2)),
    'JSON µs': Number(jsonMicros.toFixed(2)),
    'protobuf µs': Number(protoMicros.toFixed(2)),
    'µs ratio': Number((protoMicros / jsonMicros).toFixed(2)),
  };
});
process.stdout.write(`Node ${process.version}, medians of ${ROUNDS - 5} rounds of ${MILLIS_PER_ROUND} ms in turns\n`);
// biome-ignore lint/suspicious/noConsole: a table is what this program is for.
console.table(rows);
