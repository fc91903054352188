import { afterEach, describe, expect } from 'vitest';
import { messageDifference, valueDifference } from '../../model/ledger.ts';
import { eventually } from '../harness/eventually.ts';
import { mountSmallDisk, type SmallDisk, testWithSmallDisk } from '../harness/small-disk.ts';
import { startTestCity, type TestCity, testDevice } from '../harness/test-city.ts';

const TOPIC = 'city/v1/devices/drain-1/telemetry';
const DEVICES = [testDevice('drain-1', 'drain-level'), testDevice('drain-2', 'drain-level')];

interface Readiness {
  readonly ready: boolean;
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly detail: string }[];
}

/** Failing checks of the gateway's readiness, and its check of the disk. */
async function gatewayReadiness(city: TestCity) {
  const { host, statusPort } = city.running.address;
  const answer = await fetch(`http://${host}:${statusPort}/readyz`);
  const { checks } = (await answer.json()) as Readiness;
  const wrong = checks.filter(({ ok }) => !ok).map(({ name, detail }) => `${name}: ${detail}`);
  return { status: answer.status, wrong: wrong.join('; '), disk: checks.find(({ name }) => name === 'disk')?.detail };
}

async function metric(city: TestCity, name: string): Promise<number> {
  const { host, statusPort } = city.running.address;
  const text = await (await fetch(`http://${host}:${statusPort}/metrics`)).text();
  return Number(new RegExp(`^citynerve_${name} (\\S+)$`, 'm').exec(text)?.[1]);
}

const level = (seq: number): string =>
  JSON.stringify({ boot: 'b', seq, ts: Date.now() - 60_000 + seq, values: { level: 1 + (seq % 10) / 10 } });

describe('a disk that fills up', () => {
  let city: TestCity | undefined;
  let disk: SmallDisk | undefined;
  afterEach(async () => {
    disk?.free();
    await city?.close();
    disk?.unmount();
  });

  testWithSmallDisk(
    'is said at 80 %, stops the acknowledgements at 95 %, and all goes on by itself when there is room',
    async () => {
      const small = mountSmallDisk(96);
      disk = small;
      const here = await startTestCity({
        devices: DEVICES,
        parent: small.path,
        settings: { gateway: { maxWaitSeconds: 1 } },
      });
      city = here;
      const device = await here.connect('drain-1', { reconnectPeriod: 200, reconnectOnConnackError: true });
      const publish = (seq: number) => device.publishAsync(TOPIC, level(seq), { qos: 1 });
      for (let seq = 0; seq < 20; seq += 1) await publish(seq);
      expect(await gatewayReadiness(here)).toMatchObject({ status: 200, wrong: '' });

      small.fillTo(0.85);
      await eventually(async () => expect((await gatewayReadiness(here)).disk).toMatch(/^8\d % full: make room/));
      expect((await gatewayReadiness(here)).status).toBe(200);
      expect(await metric(here, 'journal_disk_used_share')).toBeGreaterThan(0.8);
      expect(await (await here.fetch('/readyz')).text()).toMatch(/8\d % full: make room/);
      await publish(20);

      small.fillTo(0.96);
      await eventually(async () => {
        const { status, wrong } = await gatewayReadiness(here);
        expect(status).toBe(503);
        expect(wrong).toMatch(/journal: its disk is 96.* % full, and from 95 % on nothing is acknowledged; make room/);
      });
      let isAcknowledged = false;
      const closed = new Promise<void>((resolve) => device.once('close', () => resolve()));
      const held = publish(21).then(() => {
        isAcknowledged = true;
      });
      // Held for as long as a message may wait, then the connection is closed: the device keeps the message.
      await closed;
      await expect(here.connect('drain-2', { reconnectPeriod: 0 })).rejects.toMatchObject({ code: 3 });
      expect(isAcknowledged).toBe(false);
      expect(await metric(here, 'gateway_connects_while_full')).toBeGreaterThan(0);

      small.free();
      await held;
      await eventually(async () => expect(await gatewayReadiness(here)).toMatchObject({ status: 200, wrong: '' }));
      await here.connect('drain-2');
      await here.folded();
      const account = await here.ledger('drain-1');
      expect(account.values.acceptedOnTime + account.values.acceptedLate).toBe(22);
      expect([messageDifference(account), valueDifference(account)]).toEqual([0, 0]);
      await eventually(async () => expect((await here.fetch('/readyz')).status).toBe(200));
    },
  );

  testWithSmallDisk('under the documents holds up nothing but what is shown, and it is said', async () => {
    let small: SmallDisk | undefined;
    const here = await startTestCity({
      devices: DEVICES,
      beforeStart: ({ root }) => {
        small = mountSmallDisk(16, `${root}/documents`);
        disk = small;
      },
      afterStop: () => small?.unmount(),
    });
    city = here;
    disk = undefined;
    const device = await here.connect('drain-1');
    for (let seq = 0; seq < 20; seq += 1) await device.publishAsync(TOPIC, level(seq), { qos: 1 });
    await here.folded();

    small?.fill();
    // More than fits into the free pages of SQLite's file.
    const publishMore = async (from: number, count: number) => {
      for (let seq = from; seq < from + count; seq += 1) await device.publishAsync(TOPIC, level(seq), { qos: 1 });
    };
    let sent = 20;
    await eventually(async () => {
      await publishMore(sent, 200);
      sent += 200;
      const answer = await here.fetch('/readyz');
      expect(answer.status).toBe(503);
      const text = await answer.text();
      expect(text).toContain('takes nothing, tried again in ');
      expect(text).toMatch(/make room on the disk of .*documents/);
    });
    // The gateway is not affected: what it acknowledges is in the journal.
    expect((await gatewayReadiness(here)).status).toBe(200);

    small?.free();
    await eventually(async () => expect((await here.fetch('/readyz')).status).toBe(200));
    await eventually(() => here.folded());
    const account = await here.ledger('drain-1');
    expect(account.values.acceptedOnTime + account.values.acceptedLate).toBe(sent);
    expect([messageDifference(account), valueDifference(account)]).toEqual([0, 0]);
  });
});
