import { afterAll, beforeAll } from 'vitest';
import { type Influxd, startInfluxd } from '../../test/harness/influxd.ts';
import { describeWith } from '../../test/harness/real-programs.ts';
import { describeSeriesStore } from '../conformance.ts';
import { answersLikeMemory } from '../like-memory-conformance.ts';
import { openInfluxStore } from './influx-store.ts';

describeWith(['influxd'], 'a real influxd', () => {
  let influxd: Influxd;
  let databases = 0;
  beforeAll(async () => {
    influxd = await startInfluxd();
  });
  afterAll(() => influxd.stop());

  async function create() {
    databases += 1;
    const { host, port } = influxd;
    const address = { host, port, tls: false, database: `test_${databases}`, version: 1 } as const;
    let store = openInfluxStore({ address, credential: null });
    return {
      store,
      reopen: async () => {
        await store.close();
        store = openInfluxStore({ address, credential: null });
        return store;
      },
      dispose: async () => {
        await store.close();
        await influxd.query('', `DROP DATABASE "${address.database}"`);
      },
    };
  }

  describeSeriesStore('InfluxDB 1.x', create);
  answersLikeMemory(create, 25);
});
