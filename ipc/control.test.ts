import { statSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createManualTimers } from '../broker/testing/manual-timers.ts';
import { openTestGateway } from '../broker/testing/test-gateway.ts';
import type { AppendDraft } from '../model/append-draft.ts';
import { eventually } from '../test/harness/eventually.ts';
import { connectGateway, GatewayAwayError, type GatewayClient } from './gateway-client.ts';

const ACKNOWLEDGE: AppendDraft = {
  kind: 'action',
  actionId: 'x1',
  user: 'mei',
  action: { type: 'alert.acknowledge', alertId: 'a1', note: 'crew is on the way' },
};

const REMOVE: AppendDraft = { kind: 'config', user: 'mei', change: { type: 'device.remove', deviceId: 'gauge-2' } };

async function openClient(socketPath: string): Promise<GatewayClient> {
  const connected = Promise.withResolvers<void>();
  const client = connectGateway(socketPath, { onConnectedChange: (isConnected) => isConnected && connected.resolve() });
  onTestFinished(() => client.close());
  await connected.promise;
  return client;
}

test('an action is acknowledged with its offset once it is durable, with the city time', async () => {
  const { socketPath, journal } = await openTestGateway({ wallNow: () => 1000 });
  const client = await openClient(socketPath);
  const offset = await client.append(ACKNOWLEDGE);
  expect(journal.records[offset]).toMatchObject({ ...ACKNOWLEDGE, offset, receivedAt: 1000, wallAt: 1000 });
});

test('an amendment of earlier records is journalled as it was sent, and one with an invalid range is not', async () => {
  const { socketPath, journal } = await openTestGateway();
  const client = await openClient(socketPath);
  const amendment: AppendDraft = {
    kind: 'amendment',
    amendmentId: 'hang-1',
    user: 'citynerve',
    fromOffset: 7,
    untilOffset: null,
    amendment: { type: 'clock-shifted', millis: 5 },
  };
  const socket = connect(socketPath);
  onTestFinished(() => void socket.destroy());
  for (const range of [{ fromOffset: -1 }, { untilOffset: 7 }, { untilOffset: 'end' }]) {
    socket.write(`${JSON.stringify({ id: '1', append: { ...amendment, ...range } })}\n`);
  }
  socket.write(`${JSON.stringify({ id: '2', append: ACKNOWLEDGE })}\n`);
  await journal.awaitRecord('action');
  const offset = await client.append(amendment);
  expect(journal.records[offset]).toMatchObject({ ...amendment, offset });
  expect(journal.of('amendment')).toHaveLength(1);
});

test('the durable offset is announced, never before the records below it are durable', async () => {
  const { socketPath, journal } = await openTestGateway();
  const client = await openClient(socketPath);
  const announced = Promise.withResolvers<number>();
  client.onDurable((durable) => {
    expect(durable).toBeLessThanOrEqual(journal.durableOffset);
    if (journal.of('action').length > 0) announced.resolve(durable);
  });
  const offset = await client.append(ACKNOWLEDGE);
  expect(await announced.promise).toBeGreaterThan(offset);
  expect(client.durableOffset).toBeGreaterThan(offset);
});

test('the gateway applies the configuration changes that it appends', async () => {
  const { socketPath, applied } = await openTestGateway();
  const client = await openClient(socketPath);
  await client.append(REMOVE);
  expect(applied).toEqual([REMOVE.kind === 'config' && REMOVE.change]);
});

test('it also applies a change that became durable after the append had timed out', async () => {
  const timers = createManualTimers();
  const { gateway, journal, applied } = await openTestGateway({ timers, limits: { maxWaitSeconds: 10 } });
  await journal.awaitRecord('gap');
  journal.hold();
  const append = gateway.append(REMOVE);
  // After a few turns of the event loop the append is in flight.
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
  timers.advance(11_000);
  await expect(append).rejects.toThrow('the journal did not write the message in time');
  expect(applied).toEqual([]);
  journal.release();
  await journal.awaitRecord('config');
  await eventually(() => expect(applied).toEqual([REMOVE.kind === 'config' && REMOVE.change]));
});

test('retention goes as far as the brain has folded, and no further', async () => {
  const timers = createManualTimers();
  const { socketPath, journal } = await openTestGateway({ timers });
  timers.advance(60_000);
  expect(journal.keptFrom).toBeNull();
  const client = await openClient(socketPath);
  client.reportFolded(1);
  await client.append(ACKNOWLEDGE);
  timers.advance(60_000);
  expect(journal.keptFrom).toBe(1);
});

test('retention does not pass the hold of another reader until that reader disconnects', async () => {
  const timers = createManualTimers();
  const { socketPath, journal, gateway } = await openTestGateway({ timers });
  const brain = await openClient(socketPath);
  const backup = await openClient(socketPath);
  await backup.holdFrom(1);
  await brain.append(ACKNOWLEDGE);
  await brain.append(ACKNOWLEDGE);
  brain.reportFolded(3);
  await brain.reloadCredentials();
  timers.advance(60_000);
  expect(journal.keptFrom).toBe(1);
  await backup.close();
  await eventually(() => expect(gateway.foldedOffset()).toBe(3));
  timers.advance(60_000);
  expect(journal.keptFrom).toBe(3);
});

test('the brain has retention run now, and hears what it holds back, unless somebody else holds it, too', async () => {
  const { socketPath, journal, gateway } = await openTestGateway();
  const brain = await openClient(socketPath);
  journal.setHeldUntil(7);
  expect([await brain.retainNow(), journal.keptFrom]).toEqual([0, null]);
  brain.reportFolded(2);
  expect([await brain.retainNow(), journal.keptFrom]).toEqual([7, 2]);
  const backup = await openClient(socketPath);
  await backup.holdFrom(6);
  expect(await brain.retainNow()).toBe(0);
  await backup.close();
  await eventually(() => expect(gateway.foldedOffset()).toBe(2));
  await eventually(async () => expect(await brain.retainNow()).toBe(7));
  journal.setHeldUntil(null);
  expect(await brain.retainNow()).toBe(0);
});

test('credentials are read again on request, and the names that are not of the city come back', async () => {
  let reloads = 0;
  const { socketPath } = await openTestGateway({
    reloadCredentials() {
      reloads++;
      if (reloads === 2) throw new Error('credentials.json is not JSON');
      return ['gauge-3'];
    },
  });
  const client = await openClient(socketPath);
  expect([await client.reloadCredentials(), reloads]).toEqual([['gauge-3'], 1]);
  await expect(client.reloadCredentials()).rejects.toThrow('credentials.json is not JSON');
});

test('an append to a full journal is rejected with the reason', async () => {
  const { socketPath, journal } = await openTestGateway({ limits: { maxWaitSeconds: 0.2 } });
  const client = await openClient(socketPath);
  journal.fill();
  await expect(client.append(ACKNOWLEDGE)).rejects.toThrow('the journal did not write the message in time');
});

test('malformed lines are ignored and the others are handled', async () => {
  const { socketPath, journal } = await openTestGateway();
  const socket = connect(socketPath);
  onTestFinished(() => void socket.destroy());
  for (const line of ['not json', '[]', '{"id":"1","append":{"kind":"tick"}}', '{"folded":-1}', '{"id":7}']) {
    socket.write(`${line}\n`);
  }
  socket.write(`${JSON.stringify({ id: '2', append: ACKNOWLEDGE })}\n`);
  await journal.awaitRecord('action');
  expect(journal.of('action')).toHaveLength(1);
  expect(journal.of('tick')).toHaveLength(0);
});

test.skipIf(process.platform === 'win32')('only its own user may connect to the socket', async () => {
  const { socketPath } = await openTestGateway();
  expect(statSync(socketPath).mode & 0o777).toBe(0o600);
  expect(statSync(dirname(socketPath)).mode & 0o777).toBe(0o700);
});

test('a client reports that the gateway is unavailable, and reconnects when it is back', async () => {
  const first = await openTestGateway();
  const states: boolean[] = [];
  const back = Promise.withResolvers<void>();
  const away = Promise.withResolvers<void>();
  const up = Promise.withResolvers<void>();
  const client = connectGateway(first.socketPath, {
    onConnectedChange(isConnected) {
      states.push(isConnected);
      if (!isConnected) away.resolve();
      else if (states.length === 1) up.resolve();
      else back.resolve();
    },
  });
  onTestFinished(() => client.close());
  await up.promise;
  client.reportFolded(7);
  await first.gateway.close();
  await away.promise;
  await expect(client.append(ACKNOWLEDGE)).rejects.toBeInstanceOf(GatewayAwayError);
  const second = await openTestGateway({ socketPath: first.socketPath });
  await back.promise;
  await client.append(ACKNOWLEDGE);
  expect(second.gateway.foldedOffset()).toBe(7);
  expect(states).toEqual([true, false, true]);
});

test('a client that never connected can be closed', async () => {
  const client = connectGateway('/nowhere/gateway.sock');
  await client.close();
  expect(client.isConnected).toBe(false);
});
