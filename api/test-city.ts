// Above 90 lines: one small city for all tests of this room.
import type { AirQualityIndex, AirQualityQuery } from '../model/air-quality.ts';
import type { Alert } from '../model/alert.ts';
import type { AlertFilter } from '../model/alert-filter.ts';
import type { CityStatus } from '../model/city-status.ts';
import type { Device, DeviceModel } from '../model/device.ts';
import type { ExtensionHealth } from '../model/extension-health.ts';
import type { LedgerEntry } from '../model/ledger.ts';
import { GOOD } from '../model/quality.ts';
import type { Reading } from '../model/reading.ts';
import type { RefusedPacks } from '../model/refused-packs.ts';
import type { RegistryView } from '../model/registry-view.ts';
import type { Rejected } from '../model/rejected.ts';
import type { ScenarioFacts } from '../model/scenario-facts.ts';
import type { AggregateQuery, RangeQuery } from '../model/series-store.ts';
import type { StandardEdition } from '../model/standard-edition.ts';
import type { ZoneState } from '../model/state.ts';
import type { StoreBooks } from '../model/store-books.ts';
import type { Zone } from '../model/zone.ts';
import type { ActionDraft, ApiDeps } from './deps.ts';
import type { LiveEvent } from './live-event.ts';

/** City time of the test city. */
export const CITY_TIME = 1_700_000_000_000;
/** Knows one session and one Bearer token. */
export const SIGNED_IN = { cookie: 'citynerve_session=good' };
/** The same where the city listens on a port of its own, which the name of the cookie has. */
export const signedInAt = (port: number) => ({ cookie: `citynerve_session_${port}=good` });
export const BEARER = { authorization: 'Bearer good-token' };
/** A token that may only read. */
export const READER = { authorization: 'Bearer read-token' };

const outline = [
  [114, 22],
  [115, 22],
  [115, 23],
  [114, 22],
] as const;
const zones: readonly Zone[] = [
  { id: 'city', kind: 'city', name: { en: 'City', zh: '市' }, parentId: null, outline },
  { id: 'road-1', kind: 'road', name: { en: 'Road', zh: '路' }, parentId: 'city', outline },
];
const model: DeviceModel = {
  id: 'rain-gauge',
  title: { en: 'Rain gauge', zh: '雨量计' },
  dialect: 'citynerve-json',
  channels: [
    { channel: 'rain', property: 'rain.depth', unit: 'in', range: [0, 50], expectedIntervalSeconds: 60, accuracy: 0.2 },
  ],
};
const device = (id: string): Device => ({
  id,
  model: 'rain-gauge',
  dialect: 'citynerve-json',
  department: 'water',
  provider: 'acme',
  latitude: 22.5,
  longitude: 114.5,
  zoneId: null,
  attributes: {},
});
const reading = (deviceId: string, ageMillis: number): Reading => ({
  deviceId,
  channel: 'rain',
  property: 'rain.depth',
  zoneId: 'city',
  observedAt: CITY_TIME - ageMillis,
  receivedAt: CITY_TIME - ageMillis + 5,
  value: 1.5,
  quality: GOOD,
  offset: 7,
});
const state: ZoneState = {
  zoneId: 'city',
  property: 'rain.depth',
  at: CITY_TIME,
  value: 1.5,
  uncertainty: 0.2,
  contributors: [
    { deviceId: 'rain-1', channel: 'rain', observedAt: CITY_TIME, value: 1.5, quality: 'good', offset: 7 },
  ],
  setAside: [],
};
/** The one alert of the test city. */
export const ALERT: Alert = {
  id: 'waterlogging/road-1@1700000000000',
  revision: 2,
  scenarioId: 'waterlogging',
  lane: 'event',
  zoneId: 'road-1',
  subject: null,
  status: 'open',
  severity: 'warn',
  peakSeverity: 'warn',
  activeAt: CITY_TIME,
  raisedAt: CITY_TIME,
  clearedAt: null,
  acknowledgedBy: null,
  acknowledgedAt: null,
  title: { en: 'Waterlogging', zh: '内涝' },
  history: [{ at: CITY_TIME, change: 'raised', severity: 'warn', by: 'citynerve', reason: 'rain and level' }],
  evidence: {
    scenarioId: 'waterlogging',
    scenarioVersion: '1',
    scenarioHash: 'ab',
    pack: {
      id: 'p',
      version: '1',
      effectiveFrom: null,
      effectiveUntil: null,
      source: 's',
      status: 'project-default',
      table: {},
      vectors: [],
    },
    lane: 'event',
    window: {
      zoneId: 'road-1',
      zoneKind: 'road',
      at: CITY_TIME,
      windowSeconds: 60,
      states: { 'rain.depth': [state] },
      readings: {},
    },
    reading: null,
    zoneKind: 'road',
    verdict: { severity: 'warn', isClear: false, values: { rain60MinutesMm: 42 }, because: ['rain'] },
    watermark: CITY_TIME,
    offset: 7,
    engine: { version: '0.1.0', node: '24' },
  },
};
/** The ledger entry of one device, which balances. */
export const LEDGER_ENTRY: LedgerEntry = {
  deviceId: 'rain-1',
  provider: 'acme',
  dialect: 'citynerve-json',
  messages: { received: 10, decoded: 7, withoutReadings: 0, duplicate: 1, rejected: 2, inFlight: 0 },
  values: {
    extracted: 9,
    acceptedOnTime: 6,
    acceptedLate: 1,
    duplicate: 0,
    rejected: 1,
    unmapped: 1,
    inFlight: 0,
    timeApproximate: 0,
    possibleRepeat: 0,
    clockHeld: 0,
  },
  missing: 3,
  refused: 4,
  refusals: [{ reason: 'topic-not-own', count: 4, lastAt: CITY_TIME, detail: 'topic "elsewhere"' }],
};
/** One store is behind, one scenario is off for a road, and one of two devices has never spoken. */
export const STATUS: CityStatus = {
  cityTime: CITY_TIME,
  clockHold: null,
  saidAt: CITY_TIME + 500,
  build: null,
  tickAt: CITY_TIME,
  isGatewayThere: true,
  lag: { records: 2, ageSeconds: 1.5, durableOffset: 12, foldedOffset: 10 },
  sinks: [
    { name: 'series', nextOffset: 4, behindRecords: 8, behindSeconds: 61.5, waiting: 1, trouble: 'takes no rows' },
    { name: 'documents', nextOffset: 12, behindRecords: 0, behindSeconds: 0, waiting: 0, trouble: null },
  ],
  extensions: [
    {
      kind: 'scenario',
      id: 'waterlogging',
      zoneId: 'road-1',
      isOn: false,
      lastError: 'x is undefined',
      failures: 3,
      offBy: 'failure',
      user: null,
    },
  ],
  notWatched: [{ scenarioId: 'waterlogging', zoneId: 'road-1' }],
  devices: { known: 2, silent: 0, never: 1 },
};
/** One of its seven accepted values is still on its way to the store. */
const STORE_BOOKS: StoreBooks = {
  deviceId: 'rain-1',
  taken: 4,
  equalAlready: 1,
  differentAlready: 1,
  refused: 0,
  outsideRetention: 0,
  skipped: 0,
};
const REJECTED: Rejected = {
  offset: 8,
  deviceId: 'rain-1',
  topic: 'city/v1/devices/rain-1/telemetry',
  receivedAt: CITY_TIME,
  channel: null,
  reason: 'not-decodable',
  detail: 'no JSON',
};

/** The one edition of the test city, and the index of an hour by it. */
export const EDITION: StandardEdition = {
  id: 'cn-hj633-hourly',
  version: '2026.1',
  title: { en: 'Air', zh: '空气' },
  effectiveFrom: '2026-03-01',
  effectiveUntil: null,
  status: 'statutory',
  source: {
    document: 'HJ 633-2026',
    clause: 'Table 3',
    address: null,
    remarks: { en: 'a test', zh: '测试' },
    transcribedBy: [{ en: 'a test', zh: '测试' }],
    checksum: 'ab',
  },
  toCheck: true,
  air: { standard: 'cn', periods: ['hour'] },
};
export const AIR: AirQualityIndex = {
  place: { kind: 'zone', id: 'city' },
  period: 'hour',
  from: CITY_TIME - 3_600_000,
  until: CITY_TIME,
  index: 100,
  isBeyondScale: false,
  category: { level: 2, title: { en: 'Good', zh: '良' }, colour: '#ffff00' },
  primary: ['air.pm2_5'],
  parts: [
    {
      property: 'air.pm2_5',
      averaging: '1-h',
      concentration: 60,
      unit: 'ug/m3',
      index: 100,
      isBeyondScale: false,
      toCheck: false,
    },
  ],
  gaps: [{ property: 'air.co', reason: 'not-measured' }],
  excluded: [{ deviceId: 'air-5', property: 'air.pm2_5', reason: 'outlier', hours: 1, value: 900, minutes: 60 }],
  excludedHours: 1,
  leastMinutes: 45,
  standard: {
    id: EDITION.id,
    version: EDITION.version,
    title: { en: 'Air', zh: '空气' },
    status: 'statutory',
    effectiveFrom: '2026-03-01',
    effectiveUntil: null,
  },
};

/** The one scenario of the test city; it watches nothing, because its pack is refused. */
export const SCENARIO: ScenarioFacts = {
  id: 'heat',
  version: '1',
  title: { en: 'Heat', zh: '高温' },
  zoneKinds: ['district'],
  needs: ['weather.temperature'],
  lanes: ['event'],
  standards: ['cn-heat'],
  hasSubjects: false,
  words: {
    advice: {
      watch: { en: 'Drink.', zh: '多饮水。' },
      warn: { en: 'Stay in.', zh: '减少外出。' },
      critical: { en: 'Open cool rooms.', zh: '开放纳凉场所。' },
    },
    conditions: { hot: { en: 'Hot', zh: '炎热' } },
    values: { temperature: { en: 'Temperature (°C)', zh: '气温（°C）' } },
    rows: {},
  },
};
export const REFUSED: RefusedPacks = { scenarioId: 'heat', packs: ['cn-heat@1'], problems: ['it has no vectors'] };
/** A scenario that failed in one zone. */
export const EXTENSION: ExtensionHealth = {
  kind: 'scenario',
  id: 'waterlogging',
  zoneId: 'road-1',
  deviceId: null,
  isOn: false,
  lastError: 'depth is undefined',
  failures: 1,
  offBy: 'failure',
  user: null,
  sinceOffset: 7,
};

/** The calls that the API made to the test city, and functions by which a test publishes events. */
export interface TestCity {
  readonly deps: ApiDeps;
  readonly ranges: RangeQuery[];
  readonly aggregates: AggregateQuery[];
  readonly alertFilters: AlertFilter[];
  readonly airQueries: AirQualityQuery[];
  readonly actions: ActionDraft[];
  readonly endedSessions: Set<string>;
  readonly tell: (event: LiveEvent) => void;
  readonly heartbeat: () => void;
}

/** A small city in memory; `changes` replaces parts of it. */
export function testCity(changes: Partial<ApiDeps> = {}): TestCity {
  const readings = [reading('rain-1', 120_000), reading('rain-1', 60_000), reading('rain-2', 0)];
  const devices = new Map(['rain-1', 'rain-2'].map((id) => [id, device(id)]));
  const registry: RegistryView = {
    city: { name: { en: 'Test', zh: '测试' }, timeZone: 'Asia/Shanghai', clock: 'driven', simulated: true },
    zones: new Map(zones.map((zone) => [zone.id, zone])),
    models: new Map([[model.id, model]]),
    devices,
    packs: new Map(),
    channel: () => model.channels[0],
    zoneOf: (id) => (devices.has(id) ? 'city' : null),
  };
  const listeners = new Set<(event: LiveEvent) => void>();
  const heartbeats = new Set<() => void>();
  const city = {
    ranges: [] as RangeQuery[],
    aggregates: [] as AggregateQuery[],
    alertFilters: [] as AlertFilter[],
    airQueries: [] as AirQualityQuery[],
    actions: [] as ActionDraft[],
    endedSessions: new Set<string>(),
  };
  const deps: ApiDeps = {
    version: '0.1.0',
    consoleDirectory: '/nowhere/console',
    isHttps: false,
    sessions: sessionsOf(city.endedSessions),
    registry: () => registry,
    store: {
      async range(query) {
        city.ranges.push(query);
        const { from, until, limit, deviceId, after } = query;
        return readings
          .filter(
            (one) =>
              one.observedAt >= from &&
              one.observedAt > (after?.observedAt ?? from - 1) &&
              one.observedAt < until &&
              (deviceId ?? one.deviceId) === one.deviceId,
          )
          .slice(0, limit);
      },
      async aggregate(query) {
        city.aggregates.push(query);
        return [{ at: query.bounds[0] ?? 0, group: '', value: 1.5, count: 3 }];
      },
      latest: async (ids) => readings.slice(1).filter(({ deviceId }) => ids.includes(deviceId)),
    },
    documents: documentsOf(city.alertFilters),
    skippedRanges: () => [],
    storeBooks: async () => [STORE_BOOKS],
    air: {
      async quality(query) {
        if (query.edition === 'none') return { refused: { field: 'edition', detail: 'no edition "none"' } };
        city.airQueries.push(query);
        return { items: [AIR], from: query.from ?? CITY_TIME - 3_600_000, until: query.until ?? CITY_TIME + 1 };
      },
      places: () => [{ kind: 'zone', id: 'city', properties: ['air.pm2_5'] }],
    },
    extensions: () => [EXTENSION],
    notWatched: () => [{ scenarioId: 'waterlogging', zoneId: 'road-1' }],
    standards: () => [EDITION],
    scenarios: () => [SCENARIO],
    refusedPacks: () => [REFUSED],
    flows: () => null,
    cityTime: () => CITY_TIME,
    isCaughtUp: () => true,
    lag: () => ({ records: 2, ageSeconds: 1.5, durableOffset: 12, foldedOffset: 10 }),
    status: () => STATUS,
    lastReceivedAt: (id) => (id === 'rain-1' ? CITY_TIME - 59_995 : undefined),
    acknowledge: async (record) => city.actions.push(record) + 10,
    journalPayload: async (offset) => {
      if (offset === 0) return { kind: 'config' };
      return offset === 8 ? { payload: Uint8Array.of(0xff, 0x00, 0x7b) } : null;
    },
    readiness: async () => [{ name: 'store', ok: true, detail: 'writable' }],
    metrics: async () => 'citynerve_up 1\n',
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    newActionId: () => 'action-1',
    command: (args) => `npm run citynerve -- ${args} --data /srv/city`,
    every: (_millis, callback) => {
      heartbeats.add(callback);
      return () => heartbeats.delete(callback);
    },
    ...changes,
  };
  return {
    ...city,
    deps,
    tell: (event) => {
      for (const listener of listeners) listener(event);
    },
    heartbeat: () => {
      for (const callback of heartbeats) callback();
    },
  };
}

/** One link, one session and two tokens that are known to the tests. */
const sessionsOf = (ended: Set<string>): ApiDeps['sessions'] => ({
  userOfLink: (token) => (token === 'one-time' ? 'wang' : null),
  redeem: (token) => (token === 'one-time' ? { user: 'wang', session: 'good', maxAgeSeconds: 60 } : null),
  userOf: (session) => (session === 'good' && !ended.has(session) ? 'wang' : null),
  callerOfBearer: (token) =>
    token === 'good-token'
      ? { user: 'robot', scopes: ['read', 'act'] }
      : token === 'read-token'
        ? { user: 'reader', scopes: ['read'] }
        : null,
  end: (session) => void ended.add(session),
});

/** Documents with one of each. */
const documentsOf = (alertFilters: AlertFilter[]): ApiDeps['documents'] => ({
  alerts: (filter) => {
    alertFilters.push(filter);
    return [ALERT].slice(0, filter.limit);
  },
  alert: (id) => (id === ALERT.id ? ALERT : null),
  evidence: () => null,
  states: () => [state],
  ledger: (deviceId) => [LEDGER_ENTRY].filter((entry) => deviceId === undefined || entry.deviceId === deviceId),
  rejected: ({ before, deviceId }) =>
    [REJECTED].filter(
      (one) => (before === undefined || one.offset < before) && (deviceId ?? one.deviceId) === one.deviceId,
    ),
  unmapped: () => [{ deviceId: 'rain-1', channel: 'batt', count: 2, lastOffset: 7, lastValue: 3.6 }],
});
