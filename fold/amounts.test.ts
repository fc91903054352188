import { describe, expect, it } from 'vitest';
import { checkEstimates } from '../analytics/evidence/check-estimates.ts';
import type { JournalRecord, PublicationRecord } from '../model/journal-record.ts';
import type { Reading } from '../model/reading.ts';
import type { Scenario, Window } from '../model/scenario.ts';
import { foldRecords } from '../test/harness/fold-records.ts';

/** On the grid of minutes. */
const NOON = 1_782_907_200_000;
const SECOND = 1000;
const MINUTE = 60_000;

const said = (
  deviceId: string,
  values: Readonly<Record<string, number>>,
  receivedAt: number,
  changes: Partial<PublicationRecord> = {},
): PublicationRecord => ({
  kind: 'publication',
  deviceId,
  topic: `city/v1/devices/${deviceId}/telemetry`,
  payload: Buffer.from(JSON.stringify({ values })),
  qos: 1,
  retain: false,
  dup: false,
  messageId: receivedAt % 65_535,
  connection: 1,
  receivedAt,
  wallAt: receivedAt,
  ...changes,
});
const ticks = (minutes: number): readonly JournalRecord[] =>
  Array.from({ length: minutes * 2 }, (_, n) => {
    const receivedAt = NOON + n * 30 * SECOND;
    return { kind: 'tick', receivedAt, wallAt: receivedAt };
  });
/** The records, with the passing of time between them. */
const over = (minutes: number, ...records: readonly JournalRecord[]): readonly JournalRecord[] =>
  [...ticks(minutes), ...records].sort((a, b) => a.receivedAt - b.receivedAt);
const sum = (values: readonly { readonly value: number }[]): number =>
  Number(values.reduce((total, { value }) => total + value, 0).toFixed(6));
const rainIn = ({ readings }: { readonly readings: readonly Reading[] }): readonly Reading[] =>
  readings.filter(({ property }) => property === 'rain.depth');

/** Warns from so many millimetres in an hour on; `look` is called with each window. */
const rainScenario = (warnMm: number, look: (window: Window) => void): Scenario => ({
  id: 'rain',
  version: '1',
  title: { en: 'rain', zh: 'rain' },
  needs: ['rain.depth'],
  zoneKinds: ['underpass'],
  windowSeconds: 3600,
  readingsSeconds: { 'rain.depth': 3600 },
  everySeconds: 60,
  standards: ['cn-waterlogging'],
  evaluate: (window) => {
    look(window);
    const rainMm = sum(window.states['rain.depth'] ?? []);
    const isHeavy = rainMm >= warnMm;
    return {
      severity: isHeavy ? 'warn' : null,
      isClear: !isHeavy,
      values: { rainMm },
      because: isHeavy ? ['heavy'] : [],
    };
  },
  holds: () => ({ onSeconds: { watch: 0, warn: 0, critical: 0 }, offSeconds: 60 }),
});

async function foldRain(warnMm: number, records: readonly JournalRecord[]) {
  const windows: Window[] = [];
  const city = await foldRecords(records, [rainScenario(warnMm, (window) => windows.push(window))]);
  const last = windows.at(-1);
  return {
    ...city,
    stored: sum(rainIn(city)),
    fused: sum(last?.states['rain.depth'] ?? []),
    single: sum(last?.readings['rain.depth'] ?? []),
  };
}

describe('rain from the message to the alert', () => {
  it('50 messages of 0.2 mm in one minute are 10 mm for the store, the windows and the alert', async () => {
    const sent = Array.from({ length: 50 }, (_, n) => said('gauge-1', { rain: 0.2 }, NOON + 5 * SECOND + n * SECOND));
    const city = await foldRain(10, over(10, ...sent));
    expect([city.stored, city.fused, city.single]).toEqual([10, 10, 10]);
    const raised = city.alerts.find(({ severity }) => severity === 'warn');
    expect(raised?.evidence.verdict.values).toEqual({ rainMm: 10 });
    expect(raised?.evidence.window?.states['rain.depth']?.[0]?.contributors).toHaveLength(50);
    expect(raised && checkEstimates(raised.evidence)).toEqual([]);
  });

  it('a gauge with a running total gives the same sums as one that sends amounts, whatever it sends in a minute', async () => {
    const totals = [100, 100.2, 100.2, 101, 104.6, 0.4, 3].map((rain, n) =>
      said('total-1', { rain }, NOON + n * 25 * SECOND),
    );
    const city = await foldRain(99, over(10, ...totals));
    expect([city.stored, city.fused, city.single]).toEqual([7.6, 7.6, 7.6]);
  });

  it('a message that may be a repeat is in the store, and in neither estimates nor windows', async () => {
    // The same number with another value: a repeat that was changed, or a device that does not count.
    const numbered = (rain: number, receivedAt: number) =>
      said('gauge-1', { rain }, receivedAt, {
        payload: Buffer.from(JSON.stringify({ seq: 7, boot: 'b', values: { rain } })),
      });
    const city = await foldRain(3, over(10, numbered(2, NOON + 10 * SECOND), numbered(3, NOON + 20 * SECOND)));
    expect(rainIn(city).map(({ quality }) => quality.reasons.includes('possible-repeat'))).toEqual([false, true]);
    expect([city.stored, city.fused, city.single]).toEqual([5, 2, 2]);
    expect(city.alerts).toEqual([]);
  });

  it('what a gauge measured while the gateway was off counts in its own minutes, late as it comes', async () => {
    const off = NOON + MINUTE;
    const on = NOON + 20 * MINUTE;
    const measured = Array.from({ length: 30 }, (_, minute) => NOON + minute * MINUTE + 30 * SECOND);
    const messages = measured.map((at) =>
      said('gauge-1', { rain: 0.5 }, at < off || at > on ? at : on + 2 * SECOND, {
        payload: Buffer.from(JSON.stringify({ ts: at, values: { rain: 0.5 } })),
        messageId: (at / SECOND) % 65_535,
      }),
    );
    const gap: JournalRecord = { kind: 'gap', since: off, receivedAt: on, wallAt: on };
    const records = over(40, ...messages).filter(
      ({ kind, receivedAt }) => kind !== 'tick' || receivedAt <= off || receivedAt > on,
    );
    const city = await foldRain(
      99,
      [...records, gap].sort((a, b) => a.receivedAt - b.receivedAt),
    );
    expect([city.stored, city.fused, city.single]).toEqual([15, 15, 15]);
  });
});
