import { generate } from 'mqtt-packet';
import { encodeCitynerveProto } from '../../devices/dialects/citynerve-proto/citynerve-proto-encoder.ts';
import type { LoadOrder } from './load-order.ts';

const MINUTE_MILLIS = 60_000;
const FIRST_SEQ = 1_000_000;

/** Writes the nth PUBLISH of one connection, as bytes on the wire. */
export type PacketOf = (n: number, messageId: number) => Buffer;

const CHANNELS: Readonly<Record<LoadOrder['payload'], readonly (readonly [channel: string, whole: number])[]>> = {
  'json-1': [['level', 1]],
  'protobuf-1': [['level', 1]],
  'json-6': [
    ['temperature', 20],
    ['humidity', 60],
    ['pressure', 1013],
    ['wind_speed', 3],
    ['wind_direction', 180],
    ['rain', 0],
  ],
};

/** JSON is encoded once, and in each copy the changing digits are overwritten; protobuf is encoded each time. */
export function createPackets(
  { payload, qos, from, perMinute }: Pick<LoadOrder, 'payload' | 'qos' | 'from' | 'perMinute'>,
  name: string,
  index: number,
): PacketOf {
  const channels = CHANNELS[payload];
  const topic = `city/v1/devices/${name}/telemetry`;
  const boot = `bench-${name}`.padEnd(48, '0');
  // Each connection has its own phase of the interval.
  const interval = MINUTE_MILLIS / perMinute;
  const phase = (index * 7919) % interval;
  /**
   * Four decimals that drift, so that neither flat lines nor jumps make it easier or harder than in a city; no rain.
   */
  const wander = (n: number, channel: number): string =>
    channels[channel]?.[0] === 'rain' ? '0000' : String(1000 + ((n * 7919 + index * 104_729 + channel * 31) % 9000));
  const packet = (body: string | Buffer, messageId: number): Buffer =>
    generate({ cmd: 'publish', topic, payload: body, qos, messageId, dup: false, retain: false });
  if (payload === 'protobuf-1') {
    return (n, messageId) => {
      const values = Object.fromEntries(
        channels.map(([channel, whole], at) => [channel, whole + Number(wander(n, at)) / 10_000]),
      );
      const message = { boot, seq: FIRST_SEQ + n, ts: from + n * interval + phase, values };
      return packet(Buffer.from(encodeCitynerveProto(message)), messageId);
    };
  }
  const values = channels.map(([channel, whole]) => `"${channel}":${whole}.0000`).join(',');
  const template = packet(`{"boot":"${boot}","seq":${FIRST_SEQ},"ts":${from},"values":{${values}}}`, 1);
  const seqAt = template.indexOf(`${FIRST_SEQ}`);
  const tsAt = template.indexOf(`"ts":`) + 5;
  const valueAt = channels.map(([channel]) => template.indexOf('.', template.indexOf(`"${channel}"`)) + 1);
  const idAt = template.indexOf('telemetry') + 'telemetry'.length;
  return (n, messageId) => {
    const bytes = Buffer.from(template);
    if (qos === 1) bytes.writeUInt16BE(messageId, idAt);
    bytes.write(String(FIRST_SEQ + n), seqAt, 'latin1');
    bytes.write(String(from + n * interval + phase), tsAt, 'latin1');
    for (let at = 0; at < valueAt.length; at += 1) bytes.write(wander(n, at), valueAt[at] ?? 0, 'latin1');
    return bytes;
  };
}
