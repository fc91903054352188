// Above 300 lines because the nodes of one city share one stub city and one Node-RED.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { registerAlert } from '../nodes/alert/citynerve-alert.ts';
import { registerCity } from '../nodes/city/citynerve-city.ts';
import { registerNotice } from '../nodes/notice/citynerve-notice.ts';
import { registerTelemetry } from '../nodes/telemetry/citynerve-telemetry.ts';
import { inboxOf, nodeHelper, statusOf } from './node-helper.ts';
import { openStubCity, type StubCity } from './stub-city.ts';

const ALL = [registerCity, registerTelemetry, registerAlert, registerNotice];
const CITY = { id: 'city', type: 'citynerve-city', where: 'this' };
const helperNode = (id: string) => ({ id, type: 'helper', z: 'f' });
const TAB = { id: 'f', type: 'tab', label: 'f' };
const T0 = 1_700_000_000_000;

const reading = (changes: object = {}) => ({
  deviceId: 'rain-1',
  channel: 'rain',
  property: 'rain.depth',
  zoneId: 'cell-1',
  observedAt: T0,
  receivedAt: T0,
  value: 1.5,
  quality: { level: 'good', reasons: [] },
  offset: 7,
  ...changes,
});

/** An alert with a history of `change:severity` steps, the newest of them now. */
const alert = (id: string, story: string, changes: object = {}) => {
  const history = story.split(' ').map((step, index, { length }) => {
    const [change, severity] = step.split(':');
    return { at: T0 + index - length + 1, change, severity, by: 'citynerve', reason: '' };
  });
  const last = history.at(-1);
  return {
    id,
    revision: history.length,
    scenarioId: 'waterlogging',
    zoneId: 'cell-1',
    status: last?.change === 'cleared' ? 'cleared' : 'open',
    severity: last?.severity,
    peakSeverity: last?.severity,
    title: { en: `Waterlogging: ${id}`, zh: `内涝：${id}` },
    history,
    ...changes,
  };
};

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

describe('telemetry', () => {
  const node = (id: string, to: string, changes: object = {}) => ({
    id,
    type: 'citynerve-telemetry',
    z: 'f',
    city: 'city',
    property: '',
    zone: '',
    device: '',
    levels: '',
    wires: [[to]],
    ...changes,
  });

  test('sends each reading with the facts of its device', async () => {
    await nodeHelper.load(ALL, [TAB, CITY, node('t', 'out'), helperNode('out')]);
    const out = inboxOf('out');
    await city.streamsOpened(1);
    city.stream([reading(), reading({ deviceId: 'unlisted', zoneId: null })]);
    expect(await out.next()).toMatchObject({
      topic: 'rain.depth/cell-1/rain-1',
      payload: 1.5,
      reading: reading(),
      device: { id: 'rain-1', name: 'rain-1', provider: 'yunhe', department: 'drainage', lat: 22.5, lon: 114 },
    });
    expect(await out.next()).toMatchObject({ topic: 'rain.depth/-/unlisted', device: { id: 'unlisted' } });
  });

  test('filters by itself what an older server does not, and asks the server to', async () => {
    const wanted = { property: 'rain.depth, air.pm10', zone: 'north', device: 'rain-1', levels: 'good,suspect' };
    await nodeHelper.load(ALL, [TAB, CITY, node('t', 'out', wanted), helperNode('out')]);
    const out = inboxOf('out');
    await city.streamsOpened(1);
    expect(Object.fromEntries(new URLSearchParams(city.streamQueries[0]))).toEqual({
      topics: 'readings',
      properties: 'rain.depth,air.pm10',
      zones: 'north',
      devices: 'rain-1',
      levels: 'good,suspect',
    });
    city.stream([
      reading({ property: 'drain.level', value: 1 }),
      reading({ zoneId: 'south', value: 2 }),
      reading({ zoneId: null, value: 3 }),
      reading({ deviceId: 'rain-2', value: 4 }),
      reading({ quality: { level: 'bad', reasons: ['jump'] }, value: 5 }),
      reading({ zoneId: 'north', quality: { level: 'suspect', reasons: ['late'] }, value: 6 }),
    ]);
    expect(await out.next()).toMatchObject({ payload: 6 });
    expect(out.waiting).toBe(0);
  });

  test('nodes that want the same share one stream, and each gets its own copy', async () => {
    const flow = [
      TAB,
      CITY,
      node('t1', 'out1'),
      node('t2', 'out2'),
      node('t3', 'out3', { property: 'rain.depth' }),
      helperNode('out1'),
      helperNode('out2'),
      helperNode('out3'),
    ];
    await nodeHelper.load(ALL, flow);
    const [one, two, three] = [inboxOf('out1'), inboxOf('out2'), inboxOf('out3')];
    await city.streamsOpened(2);
    city.stream([reading()]);
    const messages = await Promise.all([one.next(), two.next(), three.next()]);
    expect(city.streamQueries).toHaveLength(2);
    expect(messages[0]?.['reading']).not.toBe(messages[1]?.['reading']);
  });

  test('after a disconnect, missed readings are sent first and once, then live ones', async () => {
    await nodeHelper.load(ALL, [TAB, CITY, node('t', 'out'), helperNode('out')]);
    const out = inboxOf('out');
    await city.streamsOpened(1);
    city.stream([reading({ offset: 7, value: 7 })]);
    await out.next();
    const missed = [8, 9].map((offset) =>
      reading({ offset, value: offset, observedAt: T0 + offset, receivedAt: T0 + offset }),
    );
    city.stored.readings = [reading({ offset: 7, value: 7 }), ...missed];
    city.breakStreams();
    await city.streamsOpened(2);
    city.stream([...missed.slice(1), reading({ offset: 10, value: 10, observedAt: T0 + 10, receivedAt: T0 + 10 })]);
    const heard = [await out.next(), await out.next(), await out.next()];
    expect(heard.map(({ payload, caughtUp }) => [payload, caughtUp])).toEqual([
      [8, true],
      [9, true],
      [10, undefined],
    ]);
    expect(out.waiting).toBe(0);
  });

  test('a gap that cannot be filled is an error for a Catch node', async () => {
    const catching = { id: 'c', type: 'catch', z: 'f', scope: null, wires: [['errors']] };
    await nodeHelper.load(ALL, [TAB, CITY, node('t', 'out'), catching, helperNode('out'), helperNode('errors')]);
    const [out, errors] = [inboxOf('out'), inboxOf('errors')];
    await city.streamsOpened(1);
    city.stream([reading()]);
    await out.next();
    city.stored.isTruncated = true;
    city.breakStreams();
    expect(await errors.next()).toMatchObject({ gap: { from: T0, isComplete: false } });
  });

  test('readings of an unknown zone wait until the city was asked', async () => {
    city.isSilent = true;
    await nodeHelper.load(ALL, [TAB, CITY, node('t', 'out', { zone: 'north' }), helperNode('out')]);
    const out = inboxOf('out');
    await city.streamsOpened(1);
    city.stream([reading({ value: 1 }), reading({ zoneId: 'south', value: 2 }), reading({ value: 3 })]);
    city.stream([reading({ zoneId: 'north', value: 4 })]);
    // For the filter's own zone no request is needed.
    expect(await out.next()).toMatchObject({ payload: 4 });
    city.isSilent = false;
    expect([(await out.next())['payload'], (await out.next())['payload']]).toEqual([1, 3]);
    expect(out.waiting).toBe(0);
  });

  test('readings of a zone that was added since are sent', async () => {
    await nodeHelper.load(ALL, [TAB, CITY, node('t', 'out', { zone: 'north' }), helperNode('out')]);
    const out = inboxOf('out');
    await city.streamsOpened(1);
    city.addZone('cell-2', 'north');
    city.stream([reading({ zoneId: 'cell-2', value: 1 }), reading({ zoneId: 'cell-2', value: 2 })]);
    expect([(await out.next())['payload'], (await out.next())['payload']]).toEqual([1, 2]);
  });

  test('says that its token is refused', async () => {
    nodeHelper.settings({ citynerve: { ...city.settings, apiToken: 'wrong' } });
    await nodeHelper.load(ALL, [TAB, CITY, node('t', 'out'), helperNode('out')]);
    expect(await statusOf('t', 'status.token')).toMatchObject({ fill: 'red' });
  });

  test.each([
    ['without a city', { ...CITY, where: 'other', apiUrl: 'nonsense', mqttUrl: '' }, 'status.address'],
    ['with a wrong address', { id: 'unused', type: 'citynerve-city', where: 'this' }, 'status.no-city'],
  ])('%s it says so and opens nothing', async (_, config, part) => {
    await nodeHelper.load(ALL, [TAB, config, node('t', 'out'), helperNode('out')]);
    expect(await statusOf('t', part)).toMatchObject({ fill: 'red' });
    expect(city.asked).toEqual([]);
  });

  test('a redeploy without it closes its stream', async () => {
    await nodeHelper.load(ALL, [TAB, CITY, node('t', 'out'), helperNode('out')]);
    await city.streamsOpened(1);
    await nodeHelper.setFlows([TAB, CITY, helperNode('out')], 'full');
    await expect.poll(() => city.openStreams).toBe(0);
  });

  test('the editor lists what the city knows', async () => {
    await nodeHelper.load(ALL, [TAB, CITY]);
    const zones = await nodeHelper.request().get('/citynerve/choices/zones?city=city');
    expect(zones.body).toContainEqual({ value: 'cell-1', en: 'Zone cell-1', zh: '区域cell-1' });
    const properties = await nodeHelper.request().get('/citynerve/choices/properties?city=not-deployed-yet');
    expect(properties.body).toEqual([{ value: 'rain.depth', en: 'Rain', zh: '雨量' }]);
    city.stored.alerts = [{ scenarioId: 'heat' }, { scenarioId: 'of-another-city' }];
    const scenarios = await nodeHelper.request().get('/citynerve/choices/scenarios?city=city');
    expect(scenarios.body).toEqual([
      { value: 'heat', en: 'Heat', zh: '高温' },
      { value: 'of-another-city', en: 'of-another-city', zh: 'of-another-city' },
    ]);
    expect((await nodeHelper.request().get('/citynerve/choices/secrets?city=city')).status).toBe(404);
    expect(city.clients).toBe(0);
  });
});

describe('alert', () => {
  const node = (id: string, to: string, changes: object = {}) => ({
    id,
    type: 'citynerve-alert',
    z: 'f',
    city: 'city',
    event: 'any',
    severity: 'watch',
    scenario: '',
    zone: '',
    language: 'en',
    openOnes: false,
    wires: [[to]],
    ...changes,
  });

  test('each node gets what its own filter matches, though they share one connection', async () => {
    const flow = [
      TAB,
      CITY,
      node('a1', 'out1'),
      node('a2', 'out2', { scenario: 'heat' }),
      node('a3', 'out3', { zone: 'south', language: 'zh' }),
      helperNode('out1'),
      helperNode('out2'),
      helperNode('out3'),
    ];
    await nodeHelper.load(ALL, flow);
    const [all, heat, south] = [inboxOf('out1'), inboxOf('out2'), inboxOf('out3')];
    await city.subscribed(2);
    expect(city.clients).toBe(1);
    await city.publishAlert(alert('wet', 'raised:warn'));
    await city.publishAlert(alert('hot', 'raised:warn', { scenarioId: 'heat', zoneId: 'south' }));
    expect([(await all.next())['payload'], (await all.next())['payload']]).toEqual([
      'Waterlogging: wet: new alert, warning',
      'Waterlogging: hot: new alert, warning',
    ]);
    expect(await heat.next()).toMatchObject({
      topic: 'city/v1/alerts/south/heat/hot',
      event: 'opened',
      alert: { id: 'hot' },
    });
    expect(await south.next()).toMatchObject({ payload: '内涝：hot：新告警，警告' });
    expect([all.waiting, heat.waiting, south.waiting]).toEqual([0, 0, 0]);
  });

  test('an alert is opened for a node when it first reaches the severity of the filter', async () => {
    await nodeHelper.load(ALL, [TAB, CITY, node('a', 'out', { event: 'opened', severity: 'warn' }), helperNode('out')]);
    const out = inboxOf('out');
    await city.subscribed(1);
    for (const story of [
      'raised:watch',
      'raised:watch escalated:warn',
      'raised:watch escalated:warn escalated:critical',
    ]) {
      await city.publishAlert(alert('wet', story));
    }
    await city.publishAlert(alert('next', 'raised:critical'));
    expect(await out.next()).toMatchObject({ alert: { id: 'wet', revision: 2 } });
    expect(await out.next()).toMatchObject({ alert: { id: 'next' } });
  });

  test('alerts that are open already are sent only to nodes that are set to it', async () => {
    await city.publishAlert(alert('old', 'raised:warn'));
    const flow = [
      TAB,
      CITY,
      node('a', 'out1'),
      node('b', 'out2', { openOnes: true }),
      helperNode('out1'),
      helperNode('out2'),
    ];
    await nodeHelper.load(ALL, flow);
    const [quiet, eager] = [inboxOf('out1'), inboxOf('out2')];
    expect(await eager.next()).toMatchObject({ alert: { id: 'old' }, event: 'opened' });
    await city.publishAlert(alert('new', 'raised:warn'));
    expect(await quiet.next()).toMatchObject({ alert: { id: 'new' } });
  });

  test('alerts that the brain publishes again after a restart are not new', async () => {
    await nodeHelper.load(ALL, [TAB, CITY, node('a', 'out'), helperNode('out')]);
    const out = inboxOf('out');
    await city.subscribed(1);
    const hourAgo = [{ at: T0 - 3_600_000, change: 'raised', severity: 'warn' }];
    await city.publishAlert(alert('old', 'raised:warn', { history: hourAgo }));
    await city.publishAlert(alert('new', 'raised:warn'));
    expect(await out.next()).toMatchObject({ alert: { id: 'new' } });
  });

  test('after a disconnect, retained alerts come again and are sent once; changes made meanwhile are sent', async () => {
    await nodeHelper.load(ALL, [TAB, CITY, node('a', 'out'), helperNode('out')]);
    const out = inboxOf('out');
    await city.subscribed(1);
    await city.publishAlert(alert('stays', 'raised:warn'));
    await city.publishAlert(alert('ends', 'raised:warn'));
    await out.next();
    await out.next();
    await city.closeBroker();
    await city.publishAlert(alert('grows', 'raised:warn escalated:critical'));
    // Cleared while disconnected: nothing is retained, only the API has it.
    await city.publish('city/v1/alerts/cell-1/waterlogging/ends', '');
    const later = [
      { at: T0 + 5000, change: 'raised', severity: 'watch' },
      { at: T0 + 6000, change: 'cleared', severity: 'watch' },
    ];
    city.stored.alerts = [
      alert('ends', 'raised:warn cleared:warn'),
      alert('brief', 'raised:watch cleared:watch', { history: later }),
      alert('long-over', 'raised:watch cleared:watch'),
    ];
    await city.openBroker();
    const heard = [await out.next(), await out.next(), await out.next()];
    expect(heard.map(({ event, alert: about }) => [Object(about).id, event]).sort()).toEqual([
      ['brief', 'cleared'],
      ['ends', 'cleared'],
      ['grows', 'escalated'],
    ]);
    expect(out.waiting).toBe(0);
  });

  test('a redeploy forgets nothing and leaves no connection behind', async () => {
    const flow = [TAB, CITY, node('a', 'out', { openOnes: true }), helperNode('out')];
    await nodeHelper.load(ALL, flow);
    const before = inboxOf('out');
    await city.subscribed(1);
    await city.publishAlert(alert('wet', 'raised:warn'));
    await before.next();
    await nodeHelper.setFlows(flow, 'full');
    const after = inboxOf('out');
    await city.subscribed(2);
    await city.publishAlert(alert('wet', 'raised:warn escalated:critical'));
    expect(await after.next()).toMatchObject({ event: 'escalated' });
    expect(city.clients).toBe(1);
    await nodeHelper.setFlows([TAB], 'full');
    await expect.poll(() => city.clients).toBe(0);
  });

  test('an alert that opens during a deploy is sent by a node that has seen none yet', async () => {
    await city.publishAlert(alert('old', 'raised:warn'));
    const flow = [TAB, CITY, node('a', 'out', { scenario: 'heat' }), helperNode('out')];
    await nodeHelper.load(ALL, flow);
    await statusOf('a', 'status.connected');
    await expect.poll(() => city.asked).toContain('/api/city');
    await city.closeBroker();
    const later = (...changes: string[]) => ({
      scenarioId: 'heat',
      history: changes.map((change, index) => ({ at: T0 + 5000 + index, change, severity: 'warn' })),
    });
    await city.publishAlert(alert('hot', 'raised:warn', later('raised')));
    city.stored.alerts = [alert('brief', 'raised:warn cleared:warn', later('raised', 'cleared'))];
    await nodeHelper.setFlows(flow, 'full');
    const out = inboxOf('out');
    await city.openBroker();
    const heard = [await out.next(), await out.next()];
    expect(heard.map(({ event, alert: about }) => [Object(about).id, event]).sort()).toEqual([
      ['brief', 'cleared'],
      ['hot', 'opened'],
    ]);
    expect(out.waiting).toBe(0);
  });

  test('a redeploy does not wait for a connection that has just broken', { timeout: 10_000 }, async () => {
    await nodeHelper.load(ALL, [TAB, CITY, node('a', 'out'), helperNode('out')]);
    await statusOf('a', 'status.connected');
    await city.closeBroker();
    await nodeHelper.setFlows([TAB], 'full');
    expect(city.clients).toBe(0);
  });

  test('alerts below its zone wait, in order, until the zones are known', async () => {
    city.isSilent = true;
    await nodeHelper.load(ALL, [TAB, CITY, node('a', 'out', { zone: 'north' }), helperNode('out')]);
    const out = inboxOf('out');
    const warned = new Promise((resolve) =>
      nodeHelper.getNode('a').on('call:warn', ({ args }: { args: unknown[] }) => resolve(args[0])),
    );
    await city.subscribed(1);
    await city.publishAlert(alert('below', 'raised:warn'));
    await city.publishAlert(alert('elsewhere', 'raised:warn', { zoneId: 'south' }));
    await city.publishAlert(alert('itself', 'raised:warn', { zoneId: 'north' }));
    expect(await warned).toBe('citynerve-alert.log.zones-unknown');
    expect(out.waiting).toBe(0);
    city.isSilent = false;
    expect(await out.next()).toMatchObject({ alert: { id: 'below' } });
    expect(await out.next()).toMatchObject({ alert: { id: 'itself' } });
    expect(out.waiting).toBe(0);
  });

  test('an alert in a zone that was added since is sent', async () => {
    await nodeHelper.load(ALL, [TAB, CITY, node('a', 'out', { zone: 'north' }), helperNode('out')]);
    const out = inboxOf('out');
    await city.subscribed(1);
    await expect.poll(() => city.asked).toContain('/api/zones');
    city.addZone('cell-2', 'north');
    await city.publishAlert(alert('new', 'raised:warn', { zoneId: 'cell-2' }));
    expect(await out.next()).toMatchObject({ alert: { id: 'new' } });
  });

  test('says that its token is refused', async () => {
    nodeHelper.settings({ citynerve: { ...city.settings, mqttToken: 'wrong' } });
    await nodeHelper.load(ALL, [TAB, CITY, node('a', 'out'), helperNode('out')]);
    expect(await statusOf('a', 'status.token')).toMatchObject({ fill: 'red' });
  });
});

describe('notice', () => {
  const node = (changes: object = {}) => ({
    id: 'n',
    type: 'citynerve-notice',
    z: 'f',
    city: 'city',
    notice: 'flood',
    severity: 'alert',
    text: '',
    language: 'en',
    perMinute: 30,
    wires: [['out']],
    ...changes,
  });
  const catching = { id: 'c', type: 'catch', z: 'f', scope: null, wires: [['errors']] };
  const flowOf = (changes: object = {}) => [
    TAB,
    CITY,
    node(changes),
    catching,
    helperNode('out'),
    helperNode('errors'),
  ];

  test('publishes, and passes the message on with its notice', async () => {
    await nodeHelper.load(ALL, flowOf());
    const out = inboxOf('out');
    nodeHelper.getNode('n').receive({ alert: alert('wet', 'raised:warn'), event: 'opened', kept: 1 });
    const notice = {
      origin: 'citynerve-flows',
      name: 'flood',
      severity: 'warn',
      text: 'Waterlogging: wet: new alert, warning',
      about: { alertId: 'wet', zoneId: 'cell-1', scenarioId: 'waterlogging' },
    };
    expect(await city.nextNotice()).toMatchObject({ topic: 'city/v1/notices/flood', payload: notice });
    expect(await out.next()).toMatchObject({ kept: 1, notice });
  });

  test('a notice that comes back is blocked and counted', async () => {
    await nodeHelper.load(ALL, [...flowOf().filter((one) => one.id !== 'n'), node({ wires: [['n', 'out']] })]);
    const [out, errors] = [inboxOf('out'), inboxOf('errors')];
    nodeHelper.getNode('n').receive({ payload: 'once' });
    await out.next();
    expect(await errors.next()).toMatchObject({ error: { message: 'citynerve-notice.error.loop' } });
    nodeHelper.getNode('n').receive({ payload: 'twice' });
    expect((await city.nextNotice()).payload).toMatchObject({ text: 'once' });
    expect((await city.nextNotice()).payload).toMatchObject({ text: 'twice' });
  });

  test('more than the limit a minute is an error', async () => {
    await nodeHelper.load(ALL, flowOf({ perMinute: 2 }));
    const errors = inboxOf('errors');
    for (const payload of ['1', '2', '3']) nodeHelper.getNode('n').receive({ payload });
    expect(await errors.next()).toMatchObject({ payload: '3', error: { message: 'citynerve-notice.error.rate' } });
  });

  test.each([
    ['a name that is none', { notice: 'a/b' }, 'name'],
    ['no text', {}, 'empty'],
    ['no city', { city: '' }, 'no-city'],
  ])('%s is an error', async (_, changes, key) => {
    await nodeHelper.load(ALL, flowOf(changes));
    const errors = inboxOf('errors');
    nodeHelper.getNode('n').receive(key === 'empty' ? {} : { payload: 'x' });
    expect(await errors.next()).toMatchObject({ error: { message: `citynerve-notice.error.${key}` } });
  });

  test('waits while the city is away', async () => {
    await city.closeBroker();
    await nodeHelper.load(ALL, flowOf());
    const out = inboxOf('out');
    nodeHelper.getNode('n').receive({ payload: 'late but there' });
    await city.openBroker();
    expect((await city.nextNotice()).payload).toMatchObject({ text: 'late but there' });
    await out.next();
  });

  test('a redeploy rejects the waiting messages', async () => {
    await city.closeBroker();
    await nodeHelper.load(ALL, flowOf());
    const notice = nodeHelper.getNode('n');
    const said = new Promise((resolve) => notice.on('call:error', ({ args }: { args: unknown[] }) => resolve(args[0])));
    notice.receive({ payload: 'never sent' });
    await nodeHelper.setFlows([TAB], 'full');
    expect(String(await said)).toBe('citynerve-notice.error.not-published');
  });
});
