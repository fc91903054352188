import * as fc from 'fast-check';
import { generate, type Packet, parser } from 'mqtt-packet';
import { expect, test } from 'vitest';
import type { GuardedParser } from './aedes-internals.ts';
import { guardParser } from './guard-parser.ts';
import { createKnownTopics } from './known-topics.ts';
import { scanPublications } from './scan-publications.ts';

const MAX_PACKET_BYTES = 300;
const OWN_TOPICS = ['city/v1/devices/g/telemetry', 'city/v1/devices/g/水位', 'city/v1/devices/g/x'];
const FOREIGN_TOPIC = 'city/v1/devices/h/telemetry';

/**
 * The packets that are handled from a stream of bytes, in order, and at the end the reason why the connection ended.
 */
function parseReads(reads: readonly Buffer[], isScanned: boolean) {
  const handled: string[] = [];
  const mqtt = parser({ protocolVersion: 4 });
  const guarded = mqtt as unknown as GuardedParser;
  const topics = createKnownTopics();
  let isEnded = false;
  let scanned = 0;
  const end = (why: string): void => {
    if (!isEnded) handled.push(why);
    isEnded = true;
  };
  const note = (topic: string, payload: Buffer, qos: number, retain: boolean, messageId: number): void =>
    void handled.push(JSON.stringify([topic, payload.toString('latin1'), qos, retain, messageId]));
  mqtt.on('packet', (packet) => {
    if (isEnded) return;
    if (packet.cmd !== 'publish') {
      handled.push(JSON.stringify(packet));
      return;
    }
    note(packet.topic, Buffer.from(packet.payload), packet.qos, packet.retain, packet.messageId ?? 0);
    if (OWN_TOPICS.includes(packet.topic)) topics.add(packet.topic);
    else end('refused');
  });
  mqtt.on('error', (error) => end(error.message));
  if (isScanned) {
    scanPublications(guarded, {
      topics,
      maxPacketBytes: () => MAX_PACKET_BYTES,
      isOpen: () => !isEnded,
      take({ topic, payload, qos, retain, messageId }) {
        scanned++;
        note(topic, payload, qos, retain, messageId);
      },
      onTaken: () => {},
    });
  }
  guardParser(guarded, { maxPacketBytes: () => MAX_PACKET_BYTES, onFault: end, send: () => {} });
  for (const read of reads) if (!isEnded) mqtt.parse(read);
  return { handled, scanned };
}

const publication = fc
  .record({
    topic: fc.oneof(
      { weight: 40, arbitrary: fc.constantFrom(...OWN_TOPICS) },
      { weight: 1, arbitrary: fc.constant(FOREIGN_TOPIC) },
    ),
    payload: fc.uint8Array({ maxLength: 220 }),
    qos: fc.constantFrom(0, 1, 1, 1, 2),
    retain: fc.boolean(),
    dup: fc.boolean(),
    messageId: fc.integer({ min: 1, max: 65_535 }),
  })
  .map(({ payload, qos, dup, ...rest }): Packet => {
    return { cmd: 'publish', ...rest, payload: Buffer.from(payload), qos: qos as 0 | 1 | 2, dup: dup && qos > 0 };
  });
const other = fc.constantFrom<Packet>(
  { cmd: 'pingreq' },
  { cmd: 'puback', messageId: 7 },
  { cmd: 'pubrel', messageId: 9 },
  { cmd: 'subscribe', messageId: 3, subscriptions: [{ topic: 'city/v1/devices/g/commands', qos: 1 }] },
  { cmd: 'disconnect' },
);
const packet = fc.oneof({ weight: 8, arbitrary: publication }, { weight: 1, arbitrary: other });
const stream = fc
  .record({
    packets: fc.array(packet, { minLength: 1, maxLength: 20 }),
    changes: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 3 }) },
    ),
  })
  .map(({ packets, changes }) => {
    const bytes = Buffer.concat(packets.map((each) => generate(each)));
    for (const [at, value] of changes) bytes[at % bytes.length] = value;
    return bytes;
  });

function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const ends = [...new Set([...places.map((place) => place % bytes.length), bytes.length])].sort((a, b) => a - b);
  return ends
    .map((end, index) => Buffer.from(bytes.subarray(ends[index - 1] ?? 0, end)))
    .filter(({ length }) => length);
}

test('any bytes in any chunks give the same packets as the parser alone', () => {
  let scanned = 0;
  fc.assert(
    fc.property(stream, fc.array(fc.nat(), { maxLength: 8 }), (bytes, places) => {
      const reads = cut(bytes, places);
      const outcome = parseReads(reads, true);
      expect(outcome.handled).toEqual(parseReads(reads, false).handled);
      scanned += outcome.scanned;
    }),
    { numRuns: 1_500 },
  );
  expect(scanned).toBeGreaterThan(1_500);
});

test('one byte per chunk gives the same packets as the parser alone', () => {
  fc.assert(
    fc.property(stream, (bytes) => {
      const reads = [...bytes].map((byte) => Buffer.from([byte]));
      expect(parseReads(reads, true).handled).toEqual(parseReads(reads, false).handled);
    }),
  );
});

test('the fast path takes all packets of a chunk except the first of each topic and incomplete ones', () => {
  const [topic = ''] = OWN_TOPICS;
  const messages = Array.from({ length: 50 }, (_, index) =>
    generate({ cmd: 'publish', topic, payload: '{}', qos: 1, retain: false, dup: false, messageId: index + 1 }),
  );
  const bytes = Buffer.concat([...messages, generate({ cmd: 'pingreq' }), ...messages]);
  const { handled, scanned } = parseReads([bytes.subarray(0, -3), bytes.subarray(-3)], true);
  expect(handled).toHaveLength(101);
  expect(scanned).toBe(98);
});
