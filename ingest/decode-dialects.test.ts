import { describe, expect, it } from 'vitest';
import type { Device } from '../model/device.ts';
import type { JournalRecord } from '../model/journal-record.ts';
import { createDecode, type DecodeStage } from './decode.ts';
import { createDeduplicate } from './deduplicate.ts';
import { batchOf, NOON, publication, SAMPLE_DEVICES, sampleRegistry } from './sample-city.ts';
import { TEST_DIALECTS } from './test-dialects.ts';

const [rain] = SAMPLE_DEVICES;
if (rain === undefined) throw new Error('the sample city has no device');
const put = (changes: Partial<Device>): JournalRecord => ({
  kind: 'config',
  user: 'anna',
  change: { type: 'device.put', device: { ...rain, dialect: 'counter', ...changes } },
  receivedAt: NOON,
  wallAt: NOON,
});
const remove = (deviceId: string): JournalRecord => ({
  kind: 'config',
  user: 'anna',
  change: { type: 'device.remove', deviceId },
  receivedAt: NOON,
  wallAt: NOON,
});
const carrier = put({ id: 'carrier' });
const message = (text: string, device = 'carrier', messageId = 1) =>
  publication('carrier', text, NOON, { topic: `bus/carrier/${device}`, messageId });

const open = () => createDecode(sampleRegistry(), TEST_DIALECTS);
const outcomes = (stage: DecodeStage, records: readonly JournalRecord[], firstOffset = 0) => {
  const { steps, rejected } = stage.run(batchOf(records, firstOffset));
  const read = steps.flatMap(({ message: decoded }) =>
    decoded ? decoded.decoded.values.map(({ value }) => `${decoded.facts.deviceId} ${value}`) : [],
  );
  return { read, rejected: rejected.map(({ deviceId, reason, detail }) => `${deviceId} ${reason}: ${detail}`), steps };
};

describe('a stateful dialect', () => {
  const behind = [carrier, put({ id: 'node-1' }), put({ id: 'node-2' })];
  const messages = [
    message('rain:10', 'node-1'),
    message('rain:100', 'node-2'),
    message('rain:13', 'node-1'),
    message('rain:104', 'node-2'),
    message('rain:1'),
    message('rain:3'),
  ];

  it('has a state of its own for each device behind one connection', () => {
    expect(outcomes(open(), [...behind, ...messages]).read).toEqual(['node-1 3', 'node-2 4', 'carrier 2']);
  });

  it('gives the same result for any batch boundaries and from any checkpoint', () => {
    const whole = open();
    const all = outcomes(whole, [...behind, ...messages]).read;
    for (let cut = 0; cut <= messages.length; cut += 1) {
      const registry = sampleRegistry();
      const first = createDecode(registry, TEST_DIALECTS);
      const before = outcomes(first, [...behind, ...messages.slice(0, cut)]).read;
      const second = createDecode(registry, TEST_DIALECTS);
      second.restore(JSON.parse(JSON.stringify(first.snapshot())));
      const after = outcomes(second, messages.slice(cut), behind.length + cut).read;
      expect([...before, ...after]).toEqual(all);
      expect(second.snapshot()).toEqual(whole.snapshot());
    }
  });

  it('loses its state for a device that is removed or changes its dialect', () => {
    const again = [remove('node-1'), put({ id: 'node-1' }), message('rain:20', 'node-1'), message('rain:21', 'node-1')];
    expect(outcomes(open(), [...behind, message('rain:10', 'node-1'), ...again]).read).toEqual(['node-1 1']);
    const changed = [put({ id: 'node-1', dialect: 'citynerve-json' }), put({ id: 'node-1' })];
    const stage = open();
    outcomes(stage, [...behind, message('rain:10', 'node-1'), ...changed]);
    expect(stage.snapshot()).toMatchObject({ states: [['node-1', 'counter', { rain: 10 }]] });
    expect(outcomes(stage, [remove('node-1')], 99).read).toEqual([]);
    expect(stage.snapshot()).toMatchObject({ states: [] });
  });

  it('cannot send for a device of another provider or dialect, nor for an unregistered one', () => {
    const others = [put({ id: 'node-1', provider: 'other' }), put({ id: 'node-2', dialect: 'citynerve-json' })];
    const forwarded = ['node-1', 'node-2', 'node-3'].map((device) => message('rain:1', device));
    const { rejected, steps } = outcomes(open(), [carrier, ...others, ...forwarded]);
    expect(rejected).toEqual([
      'carrier unknown-device: "carrier" sent for another device: "node-1" is registered with another provider or dialect',
      'carrier unknown-device: "carrier" sent for another device: "node-2" is registered with another provider or dialect',
      'carrier unknown-device: "carrier" sent for another device: no device "node-3" is registered',
    ]);
    expect(steps.filter(({ tally }) => tally?.deviceId === 'carrier')).toHaveLength(3);
  });

  it('may use the same message ids for two devices: neither is taken for a duplicate of the other', () => {
    const alike = [message('rain:1', 'node-1', 1), message('rain:1', 'node-2', 2), message('rain:1', 'node-1', 3)];
    const stage = createDeduplicate();
    const { steps } = stage.run(open().run(batchOf([...behind, ...alike])));
    expect(steps.flatMap(({ tally }) => tally?.outcome ?? [])).toEqual(['decoded', 'decoded', 'duplicate']);
  });
});

describe('a dialect that fails', () => {
  it('causes only that message to be rejected, with the reason; failures are counted, also over a restart', () => {
    const stage = open();
    const ours = publication('rain-1', { rain: 1 }, NOON);
    const { read, rejected, steps } = outcomes(stage, [
      carrier,
      message('rain:1'),
      message('!'),
      ours,
      message('?'),
      message('rain:4'),
    ]);
    expect(read).toEqual(['rain-1 1', 'carrier 3']);
    expect(rejected).toEqual([
      'carrier dialect-failed: counter: TypeError: a bug',
      'carrier dialect-failed: counter: Error: who is it?',
    ]);
    expect(steps.filter(({ tally }) => tally?.outcome === 'rejected')).toHaveLength(2);
    const lastFailure = { offset: 4, deviceId: 'carrier', detail: 'Error: who is it?' };
    const health = [
      { dialect: 'counter', failed: 2, lastFailure },
      { dialect: 'citynerve-json', failed: 0, lastFailure: null },
    ];
    expect(stage.dialectHealth()).toEqual(health);
    const restored = open();
    restored.restore(JSON.parse(JSON.stringify(stage.snapshot())));
    expect(restored.dialectHealth()).toEqual(health);
  });

  it('keeps its previous state when the new one would exceed the limit', () => {
    const { read, rejected } = outcomes(open(), [carrier, message('rain:1'), message('#'), message('rain:4')]);
    expect(read).toEqual(['carrier 3']);
    expect(rejected).toEqual([
      expect.stringMatching(/^carrier dialect-failed: counter: its state would be 7\d{4} characters/),
    ]);
  });
});

describe('the decode stage', () => {
  it('rejects a message on a topic that the dialect does not use, without decoding it', () => {
    const elsewhere = publication('rain-1', { rain: 1 }, NOON, { topic: 'city/v1/devices/rain-1/other' });
    expect(outcomes(open(), [elsewhere]).rejected).toEqual([
      expect.stringMatching(
        /^rain-1 not-decodable: citynerve-json is used on city\/v1\/devices\/\{deviceId\}\/telemetry/,
      ),
    ]);
  });

  it('can be restored from a checkpoint of version 0.1.0, whose dialects had no state', () => {
    const stage = open();
    stage.restore(null);
    expect(stage.dialectHealth().map(({ failed }) => failed)).toEqual([0, 0]);
    expect(outcomes(stage, [carrier, message('rain:1'), message('rain:4')]).read).toEqual(['carrier 3']);
  });
});
