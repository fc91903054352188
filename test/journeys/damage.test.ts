import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { openJournal } from '../../journal/open-journal.ts';
import { messageDifference, valueDifference } from '../../model/ledger.ts';
import type { Reading } from '../../model/reading.ts';
import { eventually } from '../harness/eventually.ts';
import { journalledPublication } from '../harness/journalled-publication.ts';
import { runCitynerve } from '../harness/run-citynerve.ts';
import { startTestCity, type TestCity, testDevice } from '../harness/test-city.ts';

const DEVICE = 'drain-1';
const TOPIC = `city/v1/devices/${DEVICE}/telemetry`;
const MESSAGES = 300;

const startedAt = Date.now() - 600_000;
const payloadOf = (seq: number) =>
  JSON.stringify({ boot: 'b', seq, ts: startedAt + seq, values: { level: 1 + (seq % 100) / 100 } });

/** Publishes numbers; resolves when all are acknowledged. */
async function publish(city: TestCity, from: number, until: number): Promise<void> {
  const client = await city.connect(DEVICE);
  const numbers = Array.from({ length: until - from }, (_, step) => from + step);
  await Promise.all(numbers.map((seq) => client.publishAsync(TOPIC, payloadOf(seq), { qos: 1 })));
  await client.endAsync();
}

async function storedNumbers(city: TestCity): Promise<number[]> {
  const path = `/api/readings?device=${DEVICE}&channel=level&from=0&until=${Date.now() + 3_600_000}&limit=50000`;
  const { readings } = await city.get<{ readings: Reading[] }>(path);
  return readings.map(({ observedAt }) => observedAt - startedAt).sort((a, b) => a - b);
}

async function expectBalance(city: TestCity, stored: number): Promise<void> {
  const account = await city.ledger(DEVICE);
  expect([messageDifference(account), valueDifference(account)]).toEqual([0, 0]);
  expect(account.values.acceptedOnTime + account.values.acceptedLate).toBe(stored);
}

const gatewayReadiness = async ({ running }: TestCity): Promise<string> =>
  (await fetch(`http://127.0.0.1:${running.statusPort}/readyz`)).text();

function flip(path: string, share: number): void {
  const bytes = readFileSync(path);
  const at = Math.floor(bytes.length * share);
  bytes[at] = (bytes[at] ?? 0) ^ 0x20;
  writeFileSync(path, bytes);
}

const upTo = (until: number): number[] => Array.from({ length: until }, (_, seq) => seq);

describe('files that were damaged while the city was stopped', () => {
  let city: TestCity | undefined;
  afterEach(() => city?.close());

  test('readings and documents are filled again from the journal, all of them', async () => {
    city = await startTestCity({ devices: [testDevice(DEVICE, 'drain-level')] });
    const here = city;
    await publish(here, 0, MESSAGES);
    await here.folded();
    await here.running.close();
    truncateSync(here.folder.readings, readFileSync(here.folder.readings).length >> 1);
    flip(here.folder.documents, 0.6);
    await here.restart();
    await eventually(() => here.folded());
    expect(await storedNumbers(here)).toEqual(upTo(MESSAGES));
    await expectBalance(here, MESSAGES);
    for (const file of [here.folder.readings, here.folder.documents])
      expect(readdirSync(dirname(file)).some((name) => name.includes('.damaged-1'))).toBe(true);
    await publish(here, MESSAGES, MESSAGES + 50);
    await here.folded();
    await expectBalance(here, MESSAGES + 50);
  });

  test('the newest journal segment loses one frame: what was folded stays, and a rebuilt store names what is missing', async () => {
    city = await startTestCity({ devices: [testDevice(DEVICE, 'drain-level')] });
    const here = city;
    for (let from = 0; from < MESSAGES; from += 50) await publish(here, from, from + 50);
    await here.folded();
    await here.running.close();
    const segment = readdirSync(here.folder.journal).find((file) => file.startsWith('ageing-')) ?? '';
    flip(join(here.folder.journal, segment), 0.5);
    const broken = await runCitynerve(here, 'verify', '--journal');
    expect([broken.code, broken.text]).toEqual([1, expect.stringContaining(`${segment}, byte `)]);
    const [, from, until] = /records lost: offsets (\d+) to (\d+)/.exec(broken.text) ?? [];
    expect(Number(until)).toBeGreaterThanOrEqual(Number(from));

    await here.restart();
    await publish(here, MESSAGES, MESSAGES + 50);
    await eventually(() => here.folded());
    // Folded before the damage, and its offsets are not used again.
    expect(await storedNumbers(here)).toEqual(upTo(MESSAGES + 50));
    await expectBalance(here, MESSAGES + 50);
    await eventually(async () => expect(await gatewayReadiness(here)).toContain(`offsets ${from} to ${until}`));
    expect(readdirSync(here.folder.journal)).toContain(`${segment}.damaged`);
    expect((await runCitynerve(here, 'verify', '--journal')).code).toBe(0);

    const refused = await runCitynerve(here, 'rebuild-store');
    expect([refused.code, refused.text]).toEqual([2, expect.stringContaining(`offsets ${from} to ${until}`)]);
    const before = await here.ledger(DEVICE);
    await here.running.close();
    const rebuilt = await runCitynerve(here, 'rebuild-store', '--forget-older');
    expect(rebuilt.code, rebuilt.text).toBe(0);
    await here.restart();
    await eventually(() => here.folded());
    const stored = await storedNumbers(here);
    const lost = before.messages.received - (await here.ledger(DEVICE)).messages.received;
    expect(stored.length).toBe(MESSAGES + 50 - lost);
    expect(lost).toBeLessThanOrEqual(Number(until) - Number(from) + 1);
    await expectBalance(here, stored.length);
  });

  test('a journal that lost its end in a crash is reported', async () => {
    city = await startTestCity({ devices: [testDevice(DEVICE, 'drain-level')] });
    const here = city;
    for (let from = 0; from < MESSAGES; from += 50) await publish(here, from, from + 50);
    await here.folded();
    await here.running.close();
    // As after a crash: the end was not recorded.
    rmSync(join(here.folder.journal, 'end.json'));
    const segment = readdirSync(here.folder.journal).find((file) => file.startsWith('ageing-')) ?? '';
    const path = join(here.folder.journal, segment);
    truncateSync(path, Math.floor(readFileSync(path).length * 0.7));
    await expect(here.restart()).rejects.toThrow();
    const refused = await runCitynerve(here, 'rebuild-store');
    const [, end, folded] = /ends at offset (\d+), but offsets up to (\d+)/.exec(refused.text) ?? [];
    expect([refused.code, Number(folded) > Number(end)]).toEqual([2, true]);
    const rebuilt = await runCitynerve(here, 'rebuild-store', '--forget-older');
    expect(rebuilt.code, rebuilt.text).toBe(0);
    await here.restart();
    await eventually(() => here.folded());
    const stored = await storedNumbers(here);
    expect(stored.length).toBeGreaterThan(0);
    expect(stored.length).toBeLessThan(MESSAGES);
    expect(stored).toEqual(upTo(stored.length));
    await expectBalance(here, stored.length);
    expect(readdirSync(here.folder.journal).some((file) => file.includes('.torn-'))).toBe(true);
  });

  test('a damaged closed segment stops the fold before it, not the devices, until a person puts the damage into quarantine', async () => {
    city = await startTestCity({ devices: [testDevice(DEVICE, 'drain-level')] });
    const here = city;
    await publish(here, 0, 50);
    await here.folded();
    await here.running.close();
    // The gateway's writer, with segments small enough for a test.
    const writer = await openJournal(here.folder.journal).openWriter({ wallNow: Date.now, segmentBytes: 3_000 });
    for (let seq = 50; seq < MESSAGES; seq += 1)
      await writer.append([journalledPublication(DEVICE, payloadOf(seq), seq + 1)]);
    await writer.retain(0);
    await writer.close();
    const closed = readdirSync(here.folder.journal).filter((file) => file.endsWith('.zst'));
    const damaged = closed[Math.floor(closed.length / 2)] ?? '';
    flip(join(here.folder.journal, damaged), 0.5);

    await here.restart();
    const readiness = async () => (await here.fetch('/readyz')).text();
    await eventually(async () => expect(await readiness()).toContain('verify --journal'));
    expect((await here.fetch('/readyz')).status).toBe(503);
    await eventually(async () => expect(await gatewayReadiness(here)).toContain(damaged));
    await publish(here, MESSAGES, MESSAGES + 20);
    const shown = await storedNumbers(here);
    expect(shown).toEqual(upTo(shown.length));
    expect(shown.length).toBeLessThan(MESSAGES);

    const found = await runCitynerve(here, 'verify', '--journal', '--json');
    expect(found.code, found.text).toBe(1);
    const report = JSON.parse(found.text.split('\n').at(0) ?? '') as { damage: { segment: string }[] };
    expect(report.damage.map(({ segment }) => segment)).toEqual([damaged]);
    const running = await runCitynerve(here, 'verify', '--journal', '--set-aside');
    expect([running.code, running.text]).toEqual([2, expect.stringContaining('end the city')]);

    await here.running.close();
    const done = await runCitynerve(here, 'verify', '--journal', '--set-aside');
    expect(done.code, done.text).toBe(0);
    const [, from, until] = /lost before: offsets (\d+) to (\d+)/.exec(done.text) ?? [];
    await here.restart();
    await eventually(() => here.folded());
    const lost = Number(until) - Number(from) + 1;
    const stored = await storedNumbers(here);
    expect(stored.length).toBe(MESSAGES + 20 - lost);
    expect(stored.slice(-20)).toEqual(upTo(MESSAGES + 20).slice(-20));
    await expectBalance(here, stored.length);
    await eventually(async () => expect((await here.fetch('/readyz')).status).toBe(200));
  });
});

describe('the journal segment that is being written', () => {
  let city: TestCity | undefined;
  afterEach(() => city?.close());

  const openSegment = (here: TestCity): string => {
    const file = readdirSync(here.folder.journal).findLast((name) => /^ageing-.*\.seg$/.test(name)) ?? '';
    return join(here.folder.journal, file);
  };

  test('is deleted while the city runs: it is restored and reported, and no message is missing, also after a restart', async () => {
    city = await startTestCity({ devices: [testDevice(DEVICE, 'drain-level')] });
    const here = city;
    await publish(here, 0, MESSAGES);
    rmSync(openSegment(here));
    await publish(here, MESSAGES, MESSAGES + 50);
    await here.folded();
    expect(await gatewayReadiness(here)).toContain('no record is lost');
    await here.restart();
    await eventually(() => here.folded());
    expect(await storedNumbers(here)).toEqual(upTo(MESSAGES + 50));
    await expectBalance(here, MESSAGES + 50);
    expect((await runCitynerve(here, 'verify', '--journal')).code).toBe(0);
  });

  test('is truncated while the city runs: readiness is red, later messages are kept and folded, and the loss is named', async () => {
    city = await startTestCity({ devices: [testDevice(DEVICE, 'drain-level')] });
    const here = city;
    for (let from = 0; from < MESSAGES; from += 50) await publish(here, from, from + 50);
    await here.folded();
    const segment = openSegment(here);
    truncateSync(segment, readFileSync(segment).lastIndexOf('CNJ1', readFileSync(segment).length >> 1));
    await publish(here, MESSAGES, MESSAGES + 50);
    await here.folded();
    expect(await storedNumbers(here)).toEqual(upTo(MESSAGES + 50));
    expect(await gatewayReadiness(here)).toContain('was shortened while it was written');
    const found = await runCitynerve(here, 'verify', '--journal');
    expect([found.code, found.text]).toEqual([1, expect.stringMatching(/records lost: offsets \d+ to \d+/)]);
    await here.running.close();
    expect((await runCitynerve(here, 'verify', '--journal', '--set-aside')).code).toBe(0);
    await here.restart();
    await publish(here, MESSAGES + 50, MESSAGES + 60);
    await eventually(() => here.folded());
    expect(await storedNumbers(here)).toEqual(upTo(MESSAGES + 60));
  });
});
