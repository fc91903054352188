import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'mqtt-packet';
import { expect, onTestFinished, test } from 'vitest';
import { openJournal } from '../journal/open-journal.ts';
import type { JournalWriter } from '../model/journal.ts';
import { eventually } from '../test/harness/eventually.ts';
import { connectPacket, openRawMqtt, publishPacket } from './testing/raw-mqtt.ts';
import { openTestGateway } from './testing/test-gateway.ts';

const DEVICES = Array.from({ length: 24 }, (_, number) => `gauge-${number}`);
const MESSAGES_EACH = 1_000;
const PAYLOAD = `{"rain":1,"note":"${'x'.repeat(1_000)}"}`;
const MAX_PENDING_BYTES = 512 * 1024;
/**
 * The limit is checked before each read, so the memory may exceed it by one read of one socket. Without the limit it
 * would be one read of every connection.
 */
const READ_BYTES = 64 * 1024;

/** A real journal on a disk that does not answer until the test releases it. */
function onSlowDisk(journal: JournalWriter) {
  let isHeld = false;
  let gate = Promise.withResolvers<void>();
  const slow: JournalWriter = {
    ...journal,
    get durableOffset() {
      return journal.durableOffset;
    },
    get lastReceivedAt() {
      return journal.lastReceivedAt;
    },
    async append(records) {
      if (isHeld) await gate.promise;
      return journal.append(records);
    },
  };
  return {
    journal: slow,
    hold() {
      isHeld = true;
      gate = Promise.withResolvers();
    },
    release() {
      isHeld = false;
      gate.resolve();
    },
  };
}

test('while the disk is slow devices are slowed and memory is bounded, and the gateway recovers by itself', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'citynerve-slow-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const writer = await openJournal(folder).openWriter({ wallNow: Date.now });
  onTestFinished(() => writer.close());
  const disk = onSlowDisk(writer);
  const { gateway, connect, settle } = await openTestGateway({
    journal: disk.journal,
    limits: { maxPendingBytes: MAX_PENDING_BYTES, messagesPerSecond: Number.POSITIVE_INFINITY },
  });
  const sockets = await Promise.all(
    DEVICES.map(async (id) => {
      const raw = await openRawMqtt(gateway.mqttPort);
      raw.send(connectPacket(id));
      await raw.next('connack');
      return raw;
    }),
  );
  disk.hold();
  for (const [index, { socket }] of sockets.entries()) {
    const packets = Array.from({ length: MESSAGES_EACH }, (_, number) =>
      generate(publishPacket(`city/v1/devices/${DEVICES[index]}/telemetry`, number + 1, PAYLOAD)),
    );
    socket.write(Buffer.concat(packets));
  }
  const sentBytes = DEVICES.length * MESSAGES_EACH * PAYLOAD.length;

  await eventually(() => expect(gateway.counters().brakes).toBe(1));
  let mostPending = 0;
  for (let round = 0; round < 20; round += 1) {
    // Alerts are still delivered: a new connection of an operator is served each time.
    await settle();
    mostPending = Math.max(mostPending, gateway.pendingBytes());
  }
  process.stdout.write(`slow disk: ${sentBytes} bytes sent, at most ${mostPending} pending\n`);
  expect(mostPending).toBeGreaterThanOrEqual(MAX_PENDING_BYTES);
  expect(mostPending).toBeLessThan(MAX_PENDING_BYTES + 2 * READ_BYTES);
  expect(sentBytes).toBeGreaterThan(4 * mostPending);
  expect(gateway.health()[0]).toMatchObject({ ok: false, detail: expect.stringContaining('devices are slowed') });
  await expect(connect('newcomer')).rejects.toMatchObject({ code: 3 });
  expect(gateway.counters().journalledQos1).toBe(0);

  disk.release();
  for (const raw of sockets) {
    for (let number = 1; number <= MESSAGES_EACH; number += 1) {
      expect((await raw.next('puback')).messageId).toBe(number);
    }
  }
  expect(gateway.pendingBytes()).toBeLessThan(MAX_PENDING_BYTES / 2);
  expect(gateway.health()[0]).toMatchObject({ name: 'journal', ok: true });
  await connect('newcomer');

  const reader = openJournal(folder).openReader();
  const received = new Map<string, number[]>();
  for await (const { records } of reader.read({ from: 0, until: writer.durableOffset })) {
    for (const record of records) {
      if (record.kind !== 'publication') continue;
      received.set(record.deviceId, [...(received.get(record.deviceId) ?? []), record.messageId]);
    }
  }
  await reader.close();
  const inOrder = Array.from({ length: MESSAGES_EACH }, (_, number) => number + 1);
  expect(received.size).toBe(DEVICES.length);
  for (const messageIds of received.values()) expect(messageIds).toEqual(inOrder);
});
