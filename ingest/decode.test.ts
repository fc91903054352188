import { describe, expect, it } from 'vitest';
import { DIALECTS } from '../devices/dialects/dialects.ts';
import { Bulkhead } from '../model/bulkhead.ts';
import { createDecode } from './decode.ts';
import { expectStage } from './marbles.ts';
import { batchOf, NOON, publication, SAMPLE_DEVICES, sampleRegistry, tick } from './sample-city.ts';

const decodeSample = () => createDecode(sampleRegistry(), DIALECTS);

describe('decode', () => {
  it('decodes each publication with the dialect of its device, and passes on other records', () => {
    expectStage(
      decodeSample(),
      { a: batchOf([publication('rain-1', { rain: 1.2 }, NOON), tick(NOON)]), b: batchOf([]) },
      ({ steps }) => steps.map(({ message }) => message?.decoded.values.map(({ value }) => value) ?? null),
      { a: [[1.2], null], b: [] },
    );
  });

  it('rejects a message that cannot be decoded, with the reason', () => {
    const { rejected, steps } = decodeSample().run(
      batchOf([
        publication('ghost', { rain: 1 }, NOON),
        publication('odd-1', { laeq: 1 }, NOON),
        publication('rain-1', 'garbage', NOON),
      ]),
    );
    expect(rejected.map(({ offset, reason, channel }) => [offset, reason, channel])).toEqual([
      [0, 'unknown-device', null],
      [1, 'unknown-dialect', null],
      [2, 'not-decodable', null],
    ]);
    expect(steps.every(({ tally }) => tally?.outcome === 'rejected')).toBe(true);
  });

  it('uses the configuration at the arrival of a message, not a later one', () => {
    const stage = decodeSample();
    const rain = SAMPLE_DEVICES[0];
    if (rain === undefined) throw new Error('the sample city has no device');
    const moved = { type: 'device.put', device: { ...rain, zoneId: 'c2' } } as const;
    const config = { kind: 'config', user: 'anna', change: moved, receivedAt: NOON, wallAt: NOON } as const;
    const message = publication('rain-1', { rain: 1 }, NOON);
    const { steps } = stage.run(batchOf([message, config, message]));
    const zones = steps.map((step) => step.message?.facts.series.get('rain')?.zonePath);
    expect(zones).toEqual([['c1', 'east', 'city'], undefined, ['c2', 'east', 'city']]);
  });

  it('rejects the messages of a device while its dialect is switched off, by a person or an amendment', () => {
    const place = { kind: 'dialect', id: 'citynerve-json', zoneId: null, deviceId: 'rain-1' } as const;
    const amendment = {
      amendmentId: 'a',
      user: 'citynerve',
      fromOffset: 0,
      untilOffset: 2,
      amendment: { type: 'extension-off', ...place, reason: 'a test' },
    } as const;
    const book = new Bulkhead({ kind: 'dialect', amendments: [amendment] });
    const off = { type: 'extension.off', ...place, deviceId: null } as const;
    const action = { kind: 'action', actionId: 'x', user: 'li', action: off, receivedAt: NOON, wallAt: NOON } as const;
    const [one, two] = ['rain-1', 'rain-2'].map((id) => publication(id, { rain: 1 }, NOON));
    if (one === undefined || two === undefined) throw new Error('there are two devices');
    const { rejected } = createDecode(sampleRegistry(), DIALECTS, book).run(batchOf([one, two, one, action, two]));
    expect(rejected.map(({ offset }) => offset)).toEqual([0, 4]);
  });
});
