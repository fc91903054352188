import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { registerAcknowledge } from '../nodes/acknowledge/citynerve-acknowledge.ts';
import { registerAlert } from '../nodes/alert/citynerve-alert.ts';
import { registerCity } from '../nodes/city/citynerve-city.ts';
import { registerHistory } from '../nodes/history/citynerve-history.ts';
import { inboxOf, nodeHelper, statusOf } from './node-helper.ts';
import { openStubCity, type StubCity } from './stub-city.ts';

const ALL = [registerCity, registerAlert, registerAcknowledge, registerHistory];
const TAB = { id: 'f', type: 'tab', label: 'f' };
const CITY = { id: 'city', type: 'citynerve-city', where: 'this' };
const REST = [
  { id: 'c', type: 'catch', z: 'f', scope: null, wires: [['errors']] },
  { id: 'out', type: 'helper', z: 'f' },
  { id: 'errors', type: 'helper', z: 'f' },
];
const TROUBLE = '@citynerve/node-red-citynerve/citynerve-city:citynerve-city.trouble';
const acknowledgeNode = (changes: object = {}) => [
  TAB,
  CITY,
  { id: 'n', type: 'citynerve-acknowledge', z: 'f', city: 'city', note: '', wires: [['out']], ...changes },
  ...REST,
];
const historyNode = (changes: object = {}) => [
  TAB,
  CITY,
  {
    id: 'n',
    type: 'citynerve-history',
    z: 'f',
    city: 'city',
    property: 'rain.depth',
    zone: '',
    device: '',
    range: '2',
    rangeUnit: '3600',
    function: '',
    step: '15',
    stepUnit: '60',
    groupBy: 'none',
    wires: [['out']],
    ...changes,
  },
  ...REST,
];

let city: StubCity;
beforeAll(() => nodeHelper.startServer());
afterAll(() => nodeHelper.stopServer());
beforeEach(async () => {
  city = await openStubCity();
  nodeHelper.settings({ citynerve: city.settings });
});
afterEach(async () => {
  await nodeHelper.unload();
  await city.close();
});

describe('acknowledge', () => {
  test('sends the note for the alert of the message, and passes the message on', async () => {
    await nodeHelper.load(ALL, acknowledgeNode());
    const out = inboxOf('out');
    nodeHelper.getNode('n').receive({ alert: { id: 'waterlogging/cell-1@7' }, note: '已派人', kept: 1 });
    expect(await out.next()).toMatchObject({
      kept: 1,
      acknowledged: { alertId: 'waterlogging/cell-1@7', note: '已派人', offset: 1 },
    });
    expect(city.acknowledged).toEqual([{ alertId: 'waterlogging/cell-1@7', note: '已派人' }]);
  });

  test('is not answered by itself when an alert node sends it every change', async () => {
    const listening = { id: 'a', type: 'citynerve-alert', z: 'f', city: 'city', event: 'any', wires: [['n']] };
    await nodeHelper.load(ALL, [...acknowledgeNode(), listening]);
    const [out, errors] = [inboxOf('out'), inboxOf('errors')];
    await city.subscribed(1);
    const step = (change: string) => ({ at: city.stored.cityTime, change, severity: 'warn' });
    const alert = { id: 'wet', revision: 1, scenarioId: 'waterlogging', zoneId: 'cell-1', severity: 'warn' };
    await city.publishAlert(Object.assign({}, alert, { history: [step('raised')] }));
    await out.next();
    const known = { revision: 2, history: [step('raised'), step('acknowledged')] };
    await city.publishAlert(Object.assign({}, alert, known));
    expect(await errors.next()).toMatchObject({ error: { message: 'citynerve-acknowledge.error.loop' } });
    expect(city.acknowledged).toHaveLength(1);
  });

  test('more than sixty a minute are an error', async () => {
    await nodeHelper.load(ALL, acknowledgeNode());
    const errors = inboxOf('errors');
    for (let count = 1; count <= 61; count += 1) nodeHelper.getNode('n').receive({ alertId: `alert-${count}` });
    expect(await errors.next()).toMatchObject({
      alertId: 'alert-61',
      error: { message: 'citynerve-acknowledge.error.rate' },
    });
  });

  test.each([
    ['no alert', {}, { payload: 'x' }, 'no-alert'],
    ['no city', { city: '' }, { alertId: 'a' }, 'no-city'],
  ])('%s is an error', async (_, changes, message, key) => {
    await nodeHelper.load(ALL, acknowledgeNode(changes));
    const errors = inboxOf('errors');
    nodeHelper.getNode('n').receive(message);
    expect(await errors.next()).toMatchObject({ error: { message: `citynerve-acknowledge.error.${key}` } });
  });

  test.each([
    [401, 'token'],
    [403, 'scope'],
    [404, 'refused'],
    [409, 'refused'],
    [429, 'unavailable'],
    [503, 'unavailable'],
  ])('the answer %i of the city is an error with its status', async (status, kind) => {
    city.stored.refusal = { status, detail: 'Because.' };
    await nodeHelper.load(ALL, acknowledgeNode());
    const errors = inboxOf('errors');
    nodeHelper.getNode('n').receive({ alertId: 'a', kept: 1 });
    expect(await errors.next()).toMatchObject({ kept: 1, error: { message: `${TROUBLE}.${kind}`, code: status } });
  });

  test('a city that does not answer is an error with the code 0', async () => {
    const gone = await openStubCity();
    await gone.close();
    nodeHelper.settings({ citynerve: { ...city.settings, apiUrl: gone.settings['apiUrl'] } });
    await nodeHelper.load(ALL, acknowledgeNode());
    const errors = inboxOf('errors');
    nodeHelper.getNode('n').receive({ alertId: 'a' });
    expect(await errors.next()).toMatchObject({ error: { message: `${TROUBLE}.no-answer`, code: 0 } });
  });
});

describe('history', () => {
  test('asks for steps of the range that ends now, in city time', async () => {
    await nodeHelper.load(ALL, historyNode({ zone: 'north', function: 'sum', groupBy: 'device' }));
    city.stored.buckets = [{ at: 1, group: 'rain-1', value: 0.4, count: 2 }];
    const out = inboxOf('out');
    nodeHelper.getNode('n').receive({ payload: 'go', kept: 1 });
    const until = Number(city.stored.cityTime) + 1;
    const asked = { property: 'rain.depth', zone: 'north', function: 'sum', groupBy: 'device' };
    expect(await out.next()).toMatchObject({
      kept: 1,
      payload: city.stored.buckets,
      history: { ...asked, stepSeconds: 900, from: until - 7_200_000, until },
    });
    expect(city.questions).toEqual([
      { ...asked, stepSeconds: '900', from: String(until - 7_200_000), until: String(until) },
    ]);
  });

  test('sends each reading when that is asked, by the node or by the message', async () => {
    await nodeHelper.load(ALL, historyNode());
    city.stored.readings = [{ deviceId: 'rain-1', value: 0.4 }];
    const out = inboxOf('out');
    nodeHelper.getNode('n').receive({ query: { function: 'readings', device: 'rain-1' } });
    expect((await out.next())['payload']).toEqual(city.stored.readings);
    expect(city.questions[0]).toMatchObject({ property: 'rain.depth', device: 'rain-1', limit: '10000' });
  });

  test('follows the pages of readings to the end, or as far as is asked', async () => {
    const readings = (from: number) => [{ offset: from }, { offset: from + 1 }];
    Object.assign(city.stored, { readings: readings(1), pages: [readings(3), readings(5)] });
    await nodeHelper.load(ALL, historyNode({ function: 'readings' }));
    const out = inboxOf('out');
    const offsets = async () => ((await out.next())['payload'] as { offset: number }[]).map(({ offset }) => offset);
    nodeHelper.getNode('n').receive({});
    expect(await offsets()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(city.questions.map(({ cursor }) => cursor)).toEqual([undefined, '1', '2']);
    nodeHelper.getNode('n').receive({ query: { limit: 3 } });
    expect(await offsets()).toEqual([1, 2, 3]);
    expect(city.questions).toHaveLength(5);
  });

  test.each([
    ['a page without readings', 'unreadable', (stub: StubCity) => Object.assign(stub.stored, { pages: [[], []] })],
    ['more than fit', 'too-many', (stub: StubCity) => Object.assign(stub.stored, { isTruncated: true })],
    ['no time yet', 'no-time', (stub: StubCity) => Object.assign(stub.stored, { cityTime: null })],
    ['something else', 'unreadable', (stub: StubCity) => Object.assign(stub.stored, { readings: 'none' })],
  ])('%s is an error, and no part of it is sent', async (_, key, prepare) => {
    prepare(city);
    await nodeHelper.load(ALL, historyNode({ function: 'readings' }));
    const [out, errors] = [inboxOf('out'), inboxOf('errors')];
    nodeHelper.getNode('n').receive({});
    expect(await errors.next()).toMatchObject({ error: { message: `citynerve-history.error.${key}` } });
    expect(out.waiting).toBe(0);
  });

  test('a wrong field of the message, and a refusal of the city, are errors', async () => {
    await nodeHelper.load(ALL, historyNode());
    const errors = inboxOf('errors');
    nodeHelper.getNode('n').receive({ query: { zones: 'north' } });
    expect(await errors.next()).toMatchObject({ error: { message: 'citynerve-history.error.field' } });
    city.stored.refusal = { status: 400, detail: 'property must be one of …' };
    nodeHelper.getNode('n').receive({});
    expect(await errors.next()).toMatchObject({ error: { message: `${TROUBLE}.refused`, code: 400 } });
  });

  test('without a city it says so', async () => {
    await nodeHelper.load(ALL, historyNode({ city: '' }));
    expect(await statusOf('n', 'status.no-city')).toMatchObject({ fill: 'red' });
  });
});
