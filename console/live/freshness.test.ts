import { describe, expect, test } from 'vitest';
import type { CityStatus, SinkProgress } from '../../model/city-status.ts';
import { freshnessText, noAlertText } from '../format/freshness-text.ts';
import { en } from '../texts/en.ts';
import { zh } from '../texts/zh.ts';
import { judgeFreshness } from './freshness.ts';
import { listUnknowns } from './unknowns.ts';

const NOW = 1_800_000_000_000;
const sink = (name: string, changes: Partial<SinkProgress> = {}): SinkProgress => ({
  name,
  nextOffset: 100,
  behindRecords: 0,
  behindSeconds: 0,
  waiting: 0,
  trouble: null,
  ...changes,
});
const OFF = {
  kind: 'scenario',
  id: 'waterlogging',
  zoneId: 'z1',
  isOn: false,
  lastError: 'x is null',
  failures: 2,
  offBy: 'failure',
  user: null,
} as const;
const WELL: CityStatus = {
  cityTime: NOW,
  saidAt: NOW,
  tickAt: NOW - 500,
  isGatewayThere: true,
  lag: { records: 0, ageSeconds: 0, durableOffset: 100, foldedOffset: 100 },
  sinks: [sink('documents'), sink('series')],
  extensions: [],
  clockHold: null,
  build: null,
  notWatched: [],
  devices: { known: 3, silent: 0, never: 0 },
};
const SERIES_BEHIND = sink('series', {
  nextOffset: 10,
  behindRecords: 1234,
  behindSeconds: 300,
  trouble: 'takes no rows',
});
const lagging = { records: 1234, ageSeconds: 300, durableOffset: 1244, foldedOffset: 10 };

const judge = (status: Partial<CityStatus> | null, changes: Partial<Parameters<typeof judgeFreshness>[0]> = {}) =>
  judgeFreshness({
    connection: 'live',
    clock: 'wall',
    status: status === null ? null : { ...WELL, ...status },
    silentMillis: 0,
    ...changes,
  });
const say = (texts: typeof en, ...about: Parameters<typeof judge>) =>
  freshnessText(judge(...about), { texts, clock: '14:03:05', zoneName: (id) => `Zone ${id}` })?.text;
const sayNone = (texts: typeof en, status: Partial<CityStatus>, changes = {}) =>
  noAlertText(listUnknowns(judge(status, changes), { ...WELL, ...status }), {
    texts,
    clock: '14:03:05',
    zoneName: (id) => `Zone ${id}`,
  });

const HOLD = { since: 0, offset: 0, aheadMillis: 60_000, isTimeKnown: true, isAccepted: false };

describe('the banner over the page', () => {
  test('is empty while all is up to date', () => {
    expect(judge({})).toEqual({ is: 'up-to-date' });
    expect(say(en, {})).toBeUndefined();
  });

  test.each([
    ['a lost connection', {}, { connection: 'lost' }, 'Connection lost. This page reconnects by itself.'],
    ['three missing updates', {}, { silentMillis: 3_000 }, 'No update from the city for 3 s.'],
    ['a city that never sent a status', null, { silentMillis: 3_000 }, 'No update from the city for 3 s.'],
    ['a gateway that is down', { isGatewayThere: false }, {}, 'The gateway is down:'],
    ['a gateway that writes nothing', { tickAt: NOW - 61_000 }, {}, 'The gateway has written nothing for 1 min:'],
    [
      'a fold that is behind',
      { tickAt: NOW - 61_000, lag: lagging, sinks: [SERIES_BEHIND] },
      {},
      'The city is catching up: 1 min and 1,234 records behind the journal.',
    ],
  ] as const)('reports %s, and the city time of the data', (_, status, changes, text) => {
    const said = say(en, status, changes);
    expect(said).toContain(text);
    expect(said).toMatch(/What you see is from 14:03:05\.$/);
    expect(say(zh, status, changes)).toMatch(/当前内容截至 14:03:05。$/);
  });

  test('names each sink that is behind, and how far', () => {
    const sinks = [
      sink('documents'),
      SERIES_BEHIND,
      sink('webhook:duty', { behindRecords: 5_000, behindSeconds: null }),
    ];
    expect(say(en, { lag: lagging, sinks })).toBe(
      'Behind: charts and history (5 min, 1,234 records), webhook duty (5,000 records). The alerts on this page are up to date.',
    );
    expect(say(zh, { lag: lagging, sinks })).toContain('图表与历史（5 分钟，1,234 条记录）');
    expect(say(en, { sinks: [sink('series', { behindRecords: 9, behindSeconds: 2 })] })).toBeUndefined();
    expect(say(en, { sinks: [sink('mqtt', { trouble: 'not connected' })] })).toContain(
      'alerts on MQTT (takes nothing)',
    );
  });

  test('does not make up how far a sink is behind whose cursor is not known', () => {
    const unasked = sink('series', { nextOffset: null, behindRecords: null, behindSeconds: null });
    expect(say(en, { sinks: [unasked] })).toContain('charts and history (how far is not known yet)');
    expect(say(zh, { sinks: [unasked] })).toContain('图表与历史（滞后程度尚不清楚）');
    const early = { tickAt: NOW - 61_000, lag: lagging, sinks: [unasked] };
    expect(say(en, early)).toContain('The city is catching up: 1 min behind the journal.');
    expect(say(zh, early)).toContain('城市正在追赶日志：滞后 1 分钟。');
  });

  test('says that the clock is held, and on which side city time is', () => {
    expect(say(en, { clockHold: HOLD })).toContain('city time is 1 min ahead of it');
    expect(say(zh, { clockHold: { ...HOLD, aheadMillis: -60_000 } })).toContain('城市时间比它慢 1 分钟');
  });

  test('says whether times on the page may be wrong: not where the gateway ran when the clock jumped', () => {
    expect(say(en, { clockHold: { ...HOLD, isTimeKnown: true } })).toContain('Times on this page are right.');
    expect(say(en, { clockHold: { ...HOLD, isTimeKnown: false } })).toContain('Times on this page may be wrong.');
  });

  test('says that city time waits for a clock that somebody has accepted', () => {
    const clockHold = { ...HOLD, isAccepted: true };
    expect(say(en, { clockHold })).toContain('at half speed');
    expect(judge({ clockHold, sinks: [SERIES_BEHIND] }).is).toBe('sinks-behind');
  });

  test('names what is off', () => {
    expect(say(en, { extensions: [OFF] })).toBe('Off after errors: scenario waterlogging in Zone z1.');
    expect(say(en, { extensions: [{ ...OFF, isOn: true }] })).toBeUndefined();
    const switched = { ...OFF, offBy: 'person', user: 'li', lastError: 'switched off by li' } as const;
    expect(say(en, { extensions: [switched] })).toBe('Switched off by li: scenario waterlogging in Zone z1.');
    expect(say(zh, { extensions: [switched] })).toBe('已由 li 停用：Zone z1的场景 waterlogging。');
    expect(say(en, { extensions: [switched, { ...OFF, id: 'heat' }] })).toBe(
      'Off after errors: scenario heat in Zone z1. Switched off by li: scenario waterlogging in Zone z1.',
    );
    const many = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ ...OFF, id, zoneId: null }));
    expect(say(en, { extensions: many })).toBe('Off after errors: scenario a, scenario b, scenario c, 2 more.');
  });

  test('names the most serious limit', () => {
    const all = { extensions: [OFF], sinks: [SERIES_BEHIND], isGatewayThere: false };
    expect(judge(all, { connection: 'lost', silentMillis: 9_000 }).is).toBe('lost');
    expect(judge(all, { silentMillis: 9_000 }).is).toBe('past');
    expect(judge(all).is).toBe('gateway-away');
    expect(judge({ ...all, isGatewayThere: true }).is).toBe('extensions-off');
    expect(judge({ ...all, isGatewayThere: true, clockHold: HOLD }).is).toBe('clock-held');
  });

  test('a driven city whose clock stands still is up to date, also while a store is away', () => {
    expect(judge({ tickAt: NOW - 3_600_000 }, { clock: 'driven' }).is).toBe('up-to-date');
    const sinks = [sink('documents'), SERIES_BEHIND];
    expect(judge({ tickAt: NOW - 3_600_000, lag: lagging, sinks }, { clock: 'driven' }).is).toBe('sinks-behind');
  });
});

describe('where no alert is listed', () => {
  test('the city is quiet when everything is known', () => {
    expect(sayNone(en, {})).toBe('No alert is active. The city is quiet.');
    expect(sayNone(en, { sinks: [SERIES_BEHIND, sink('documents')] })).toBe('No alert is active. The city is quiet.');
  });

  test.each([
    [
      { devices: { known: 3, silent: 3, never: 0 } },
      'No alerts known. 3 of 3 devices are silent.',
      /3 台设备中有 3 台静默/,
    ],
    [
      { devices: { known: 4, silent: 1, never: 2 } },
      'No alerts known. 1 of 4 devices is silent. 2 of 4 devices have never reported.',
      /从未上报/,
    ],
    [{ devices: { known: 0, silent: 0, never: 0 } }, 'No alerts known. This city has no devices.', /没有设备/],
    [
      { notWatched: [{ scenarioId: 'waterlogging', zoneId: 'z1' }], extensions: [OFF] },
      'No alerts known. Not watched: Zone z1 (waterlogging off).',
      /未监测：Zone z1（waterlogging 已停用）/,
    ],
    [
      { extensions: [{ ...OFF, kind: 'dialect', id: 'sparkplug', zoneId: null }] },
      'No alerts known. Off after errors: dialect sparkplug.',
      /数据格式 sparkplug/,
    ],
    [{ isGatewayThere: false }, 'No alerts known. What you see is from 14:03:05.', /当前内容截至/],
  ] as const)('else it says what is not known: %j', (status, text, inChinese) => {
    expect(sayNone(en, status)).toBe(text);
    expect(sayNone(zh, status)).toMatch(inChinese);
  });

  test('a page that is out of date never says that the city is quiet', () => {
    expect(sayNone(en, {}, { silentMillis: 4_000 })).toBe('No alerts known. What you see is from 14:03:05.');
    expect(sayNone(en, {}, { connection: 'lost' })).not.toContain('quiet');
  });
});
