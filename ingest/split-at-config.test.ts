import { describe, expect, it } from 'vitest';
import type { ConfigRecord } from '../model/journal-record.ts';
import { batchOf, NOON, tick } from './sample-city.ts';
import { splitAtConfig } from './split-at-config.ts';

const config: ConfigRecord = {
  kind: 'config',
  user: 'anna',
  change: { type: 'device.remove', deviceId: 'x' },
  receivedAt: NOON,
  wallAt: NOON,
};

describe('a batch with config records', () => {
  it('is split so that config records are only at the start of each part', () => {
    const parts = splitAtConfig(batchOf([config, config, tick(NOON), config, tick(NOON), tick(NOON)], 10));
    expect(parts.map(({ records, nextOffset }) => [records.map(({ kind }) => kind), nextOffset])).toEqual([
      [['config', 'config', 'tick'], 13],
      [['config', 'tick', 'tick'], 16],
    ]);
  });

  it('is not split without config records, or when empty', () => {
    expect(splitAtConfig(batchOf([tick(NOON)]))).toHaveLength(1);
    expect(splitAtConfig({ records: [], nextOffset: 7 })).toEqual([{ records: [], nextOffset: 7 }]);
  });
});
