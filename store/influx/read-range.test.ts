import { expect } from 'vitest';
import { GOOD } from '../../model/quality.ts';
import type { Reading } from '../../model/reading.ts';
import { startInfluxd } from '../../test/harness/influxd.ts';
import { testWith } from '../../test/harness/real-programs.ts';
import { openMemoryStore } from '../memory/memory-store.ts';
import { openInfluxStore } from './influx-store.ts';

/** Two properties at different paces, and one instant at which more devices speak than a page has room for. */
const readings: readonly Reading[] = Array.from({ length: 24_000 }, (_, i) => {
  const isAtOnce = i >= 12_000 && i < 18_500;
  return {
    deviceId: `d${isAtOnce ? i : i % 7}`,
    channel: i % 3 === 0 ? 'pm10' : 'rain',
    property: i % 3 === 0 ? ('air.pm10' as const) : ('rain.depth' as const),
    zoneId: i % 2 === 0 ? 'even' : null,
    observedAt: isAtOnce ? 12_000_000 : i * 1000,
    receivedAt: i,
    value: i,
    quality: GOOD,
    offset: i,
  };
});

testWith(['influxd'], 'a range over many pages is the same as in one piece', async () => {
  const influxd = await startInfluxd();
  const { host, port } = influxd;
  const address = { host, port, tls: false, database: 'pages', version: 1 } as const;
  const store = openInfluxStore({ address, credential: null });
  const memory = openMemoryStore();
  try {
    for (const each of [store, memory]) await each.write({ readings, requalified: [], nextOffset: readings.length });
    const all = { from: -1, until: 1e9 };
    for (const query of [
      { ...all, limit: 1_000_000 },
      { ...all, limit: 99 },
      { ...all, limit: 5_000 },
      { ...all, limit: 15_001 },
      { ...all, limit: 0 },
      { ...all, limit: 7_000, property: 'air.pm10' as const },
      { ...all, limit: 7_000, zoneIds: ['even', 'nowhere'] },
      { ...all, limit: 7_000, after: { observedAt: 12_000_000, deviceId: 'd14000', channel: 'rain' } },
      { ...all, limit: 70, after: { observedAt: 12_000_000, deviceId: 'd18499', channel: 'pm10' } },
      { from: 12_000_000, until: 12_000_001, limit: 6_000 },
      { from: 11_999_999.5, until: 18_500_000.5, limit: 7_000 },
      { from: 5, until: 5, limit: 10 },
    ]) {
      expect(await store.range(query)).toEqual(await memory.range(query));
    }
  } finally {
    await store.close();
    await influxd.stop();
  }
});
