import { describe, expect, it } from 'vitest';
import type { JournalRecord, PublicationRecord } from '../model/journal-record.ts';
import { foldRecords } from '../test/harness/fold-records.ts';

const NOON = 1_782_907_200_000;
const SECOND = 1000;

const said = (
  deviceId: string,
  message: Readonly<Record<string, unknown>>,
  changes: Partial<PublicationRecord> = {},
): PublicationRecord => ({
  kind: 'publication',
  deviceId,
  topic: `city/v1/devices/${deviceId}/telemetry`,
  payload: Buffer.from(JSON.stringify(message)),
  qos: 1,
  retain: false,
  dup: false,
  messageId: 1,
  connection: 1,
  receivedAt: NOON,
  wallAt: changes.receivedAt ?? NOON,
  ...changes,
});
const tick = (receivedAt: number): JournalRecord => ({ kind: 'tick', receivedAt, wallAt: receivedAt });
/** As many as came in one write, each with the next packet id. */
const inOneWrite = (count: number, message: (n: number) => Readonly<Record<string, unknown>>) =>
  Array.from({ length: count }, (_, n) => said('gauge-1', message(n), { messageId: n + 1 }));
const sum = (values: readonly { readonly value: number }[]): number =>
  values.reduce((total, { value }) => total + value, 0);
const isStrictlyIncreasing = (times: readonly number[]): boolean =>
  times.every((time, n) => n === 0 || time > (times[n - 1] as number));

describe('cases of counts: messages without a time of their own', () => {
  it.each([
    ['case 1: 50 equal ones', () => ({ values: { rain: 0.2 } })],
    ['case 2: with a number', (n: number) => ({ seq: n, boot: 'b', values: { rain: 0.2 } })],
    ['case 2: with different values', (n: number) => ({ values: { rain: n / 10 } })],
    ['case 2: with both', (n: number) => ({ seq: n, boot: 'b', values: { rain: n / 10 } })],
  ])('%s in one write are 50 readings in order, of an approximate time', async (_, message) => {
    const city = await foldRecords(inOneWrite(50, message));
    const { readings, rejected } = city;
    expect(rejected).toEqual([]);
    expect(readings.map(({ offset }) => offset)).toEqual(
      readings.map(({ offset }) => offset).toSorted((a, b) => a - b),
    );
    expect(isStrictlyIncreasing(readings.map(({ observedAt }) => observedAt))).toBe(true);
    expect(readings.every(({ quality }) => quality.reasons.join() === 'time-approximate')).toBe(true);
    const sent = Array.from({ length: 50 }, (_unused, n) => ({ value: message(n).values.rain }));
    expect(readings.map(({ value }) => value)).toEqual(sent.map(({ value }) => value));
    expect(sum(readings)).toBeCloseTo(sum(sent));
    const { messages, values } = city.account('gauge-1');
    expect(messages).toMatchObject({ received: 50, decoded: 50, duplicate: 0 });
    expect(values).toMatchObject({ acceptedOnTime: 50, timeApproximate: 50, possibleRepeat: 0 });
  });

  it('case 3: of an underpass gauge without a clock the last depth is the newest, and an alert is critical', async () => {
    const depths = [2, 6, 14, 30, 45];
    const records = depths.map((depth, n) => said('gauge-2', { depth }, { messageId: n + 1 }));
    const { readings, alerts } = await foldRecords([...records, tick(NOON + 30 * SECOND)]);
    const newest = readings.toSorted((a, b) => a.observedAt - b.observedAt).at(-1);
    expect(newest).toMatchObject({ value: 45, quality: { level: 'good' } });
    expect(alerts.map(({ severity }) => severity)).toContain('critical');
  });

  it('case 5: a link that passes data on once a second keeps all that is said every 150 ms', async () => {
    const records = Array.from({ length: 200 }, (_, n) => {
      const receivedAt = NOON + Math.ceil((n * 150) / 1000) * 1000;
      return said('gauge-1', { rain: 0.2 }, { receivedAt, messageId: n + 1 });
    });
    const { readings, rejected } = await foldRecords(records);
    expect([readings.length, rejected.length]).toEqual([200, 0]);
    expect(isStrictlyIncreasing(readings.map(({ observedAt }) => observedAt))).toBe(true);
    const ahead = readings.map(({ observedAt, receivedAt }) => observedAt - receivedAt);
    expect(Math.max(...ahead)).toBeLessThan(1000);
  });

  it('says since when a burst after a reconnect was kept back, and judges no jump by the invented millisecond', async () => {
    const before = [0, 30, 60].map((second) => said('gauge-2', { depth: 2 }, { receivedAt: NOON + second * SECOND }));
    const connected = NOON + 900 * SECOND;
    const burst = [80, 120, 160].map((depth, n) =>
      said('gauge-2', { depth }, { receivedAt: connected, connection: 2, messageId: n + 1 }),
    );
    const { readings } = await foldRecords([...before, ...burst, tick(connected + 60 * SECOND)]);
    const last = readings.slice(-3);
    expect(last.map(({ observedFrom }) => observedFrom)).toEqual(Array(3).fill(NOON + 60 * SECOND));
    // 40 cm each within a millisecond would be a jump; within 14 minutes it is none.
    expect(last.map(({ quality }) => quality)).toEqual(Array(3).fill({ level: 'good', reasons: ['time-approximate'] }));
  });

  it('puts at most a thousand readings a second of one channel one behind the other, and says when there are more', async () => {
    const readings = Array.from({ length: 1000 }, () => ({ values: { rain: 0 } }));
    const records = Array.from({ length: 62 }, (_, n) => said('gauge-1', { readings }, { messageId: n + 1 }));
    const city = await foldRecords(records);
    expect(city.readings).toHaveLength(60_001);
    const { values } = city.account('gauge-1');
    expect(values.rejected).toBe(62_000 - 60_001);
    expect(city.rejected[0]).toMatchObject({ reason: 'too-many-readings', detail: expect.stringContaining('"ts"') });
  });
});

describe('cases of counts: sequence numbers', () => {
  it('case 8: of an 8-bit number with honest times each tenth withheld is missing', async () => {
    const sent = Array.from({ length: 1024 }, (_, n) => n).filter((n) => n % 10 !== 9);
    const records = sent.map((n) =>
      said(
        'gauge-1',
        { seq: n % 256, ts: NOON + n * 1000, rain: 0 },
        { receivedAt: NOON + n * 1000, messageId: n + 1 },
      ),
    );
    const city = await foldRecords(records);
    expect(1024 - sent.length).toBe(102);
    expect(city.account('gauge-1')).toMatchObject({ missing: 102, messages: { decoded: 922, duplicate: 0 } });
  });

  it('counts what is missing of counters of 16 and 32 bits over their end, and takes back what comes late', async () => {
    for (const width of [2 ** 16, 2 ** 32]) {
      const numbers = [-4, -3, 0, 1, 4, 3, -2].map((n) => (width + n) % width);
      const records = numbers.map((seq, n) => said('gauge-1', { seq, ts: NOON + n, rain: 0 }, { messageId: n + 1 }));
      const city = await foldRecords(records);
      // -1 and 2 never came; 3 and -2 came late.
      expect(city.account('gauge-1')).toMatchObject({ missing: 2, messages: { decoded: 7 } });
    }
  });

  it('a counter that falls to 0 behind 65,540 began again: nothing is missing, and nothing is a repeat', async () => {
    const numbers = [65_538, 65_539, 65_540, 0, 1, 2];
    const records = numbers.map((seq, n) => said('gauge-1', { seq, ts: NOON + n, rain: 0 }, { messageId: n + 1 }));
    const city = await foldRecords(records);
    expect(city.account('gauge-1')).toMatchObject({ missing: 0, messages: { decoded: 6, duplicate: 0 } });
  });
});

describe('cases of counts: QoS 2', () => {
  it('counts one that is sent again before its PUBREL, and on a new connection after its PUBCOMP, once', async () => {
    const sent = { qos: 2, messageId: 7 } as const;
    const presence = { kind: 'presence', deviceId: 'gauge-1', receivedAt: NOON, wallAt: NOON } as const;
    const city = await foldRecords([
      said('gauge-1', { rain: 0.4 }, sent),
      ...Array.from({ length: 3 }, () => said('gauge-1', { rain: 0.4 }, { ...sent, dup: true })),
      { ...presence, present: false, clean: false, connection: 1, unacknowledged: [] },
      { ...presence, present: true, clean: false, connection: 2 },
      said('gauge-1', { rain: 0.4 }, { ...sent, dup: true, connection: 2 }),
    ]);
    expect(city.readings.map(({ value }) => value)).toEqual([0.4]);
    expect(city.account('gauge-1').messages).toMatchObject({ received: 5, decoded: 1, duplicate: 4 });
  });
});

describe('cases of counts: keys and units of time', () => {
  const MINUTE = 60 * SECOND;
  const backlog = (timeOf: (at: number) => Readonly<Record<string, unknown>>) =>
    Array.from({ length: 120 }, (_, n) =>
      said('load-1', { ...timeOf(NOON - (120 - n) * MINUTE), load: 30 + n / 10 }, { messageId: n + 1 }),
    );

  it.each<[string, (at: number) => Readonly<Record<string, unknown>>]>([
    ['timestamp', (at) => ({ timestamp: at })],
    ['time', (at) => ({ time: at / 1000 })],
    ['Time', (at) => ({ Time: new Date(at).toISOString() })],
    ['last_seen as text', (at) => ({ last_seen: String(at) })],
    ['ts in microseconds', (at) => ({ ts: at * 1000 })],
  ])('case 10: 120 buffered ones with %s stand at their times', async (_, timeOf) => {
    const { readings, rejected } = await foldRecords(backlog(timeOf));
    expect(rejected).toEqual([]);
    expect(readings.map(({ observedAt, value }) => [observedAt, value])).toEqual(
      Array.from({ length: 120 }, (_unused, n) => [NOON - (120 - n) * MINUTE, 30 + n / 10]),
    );
  });

  it.each<[string, RegExp, (at: number) => Readonly<Record<string, unknown>>]>([
    ['an unknown key', /no key ts; did you mean "obs"/, (at) => ({ obs: at })],
    ['Time without a zone', /^Time: .* with a zone/, (at) => ({ Time: new Date(at).toISOString().slice(0, -1) })],
  ])('case 10: with %s they are all set aside, and the key is named', async (_, detail, timeOf) => {
    const { readings, rejected } = await foldRecords(backlog(timeOf));
    expect(readings).toEqual([]);
    expect(rejected.map(({ channel }) => channel)).toEqual(Array.from({ length: 120 }, () => 'load'));
    for (const each of rejected)
      expect(each).toMatchObject({ reason: 'time-invalid', detail: expect.stringMatching(detail) });
  });

  it('of a device whose clock is not set after a start that one reading is set aside, and it is said what to do', async () => {
    const { readings, rejected } = await foldRecords([
      said('gauge-1', { timestamp: '1970-01-01T02:00:36+0200', rain: 0.2 }),
      said('gauge-1', { timestamp: new Date(NOON + MINUTE).toISOString(), rain: 0.4 }, { receivedAt: NOON + MINUTE }),
    ]);
    expect(readings.map(({ observedAt, value }) => [observedAt, value])).toEqual([[NOON + MINUTE, 0.4]]);
    expect(rejected).toMatchObject([
      { reason: 'time-invalid', detail: expect.stringMatching(/send no time until the device's clock is set$/) },
    ]);
  });

  it('case 13: old minutes with other values are as many conflicts, in ledger and rejected view alike', async () => {
    const again = backlog((at) => ({ ts: at })).map((record, n) => ({
      ...said('load-1', { ts: NOON - (120 - n) * MINUTE, load: 50, seq: 200 + n }, { messageId: n + 121 }),
      receivedAt: record.receivedAt + 1000,
    }));
    const city = await foldRecords([...backlog((at) => ({ ts: at })), ...again]);
    const { values } = city.account('load-1');
    expect([values.acceptedLate + values.acceptedOnTime, values.rejected, city.readings.length]).toEqual([
      120, 120, 120,
    ]);
    expect(city.rejected.map(({ reason }) => reason)).toEqual(Array(120).fill('conflicting-value'));
  });
});
