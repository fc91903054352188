import { STANDARDS } from '../analytics/standards/index.ts';
import { DEVICE_MODELS } from '../devices/device-models.ts';
import { encodeCitynerveJson } from '../devices/dialects/citynerve-json/citynerve-json-encoder.ts';
import type { ConfigChange } from '../model/config-change.ts';
import type { JournalRecord } from '../model/journal-record.ts';
import type { Scenario, Verdict } from '../model/scenario.ts';
import type { Zone } from '../model/zone.ts';

/** 2026-07-01T00:00:00Z; seconds of these tests count from here. */
export const START = 1_782_864_000_000;
/** The depth in centimetres at which the frail scenario throws. */
export const POISON = 66;

const STREETS = ['north', 'south'];

const times = (seconds: number) => ({ receivedAt: START + seconds * 1000, wallAt: START + seconds * 1000 });

function configuration(): readonly ConfigChange[] {
  const zone = (id: string, kind: Zone['kind'], parentId: string | null): Zone => ({
    id,
    kind,
    parentId,
    name: { en: id, zh: id },
    outline: [],
  });
  const zones = [zone('city', 'city', null), ...STREETS.map((id) => zone(id, 'cell', 'city'))];
  const facts = { model: 'road-flood-depth', dialect: 'citynerve-json', department: 'water', provider: 'acme' };
  const places = { latitude: 0, longitude: 0, attributes: {} };
  return [
    {
      type: 'city.put',
      city: { name: { en: 'Test', zh: '测试' }, timeZone: 'Asia/Shanghai', clock: 'driven', simulated: true },
    },
    { type: 'zones.put', zones },
    ...DEVICE_MODELS.map((model) => ({ type: 'model.put' as const, model })),
    ...STANDARDS.map((pack) => ({ type: 'standard.put' as const, pack })),
    ...STREETS.map((zoneId) => ({
      type: 'device.put' as const,
      device: { id: `gauge-${zoneId}`, zoneId, ...facts, ...places },
    })),
  ];
}

/** The records of a city with a gauge in each of two streets, `north` and `south`, which report a depth a minute. */
export function streetRecords(
  depths: Readonly<Record<'north' | 'south', readonly number[]>>,
): readonly JournalRecord[] {
  const minutes = Math.max(depths.north.length, depths.south.length);
  const said = (deviceId: string, value: number | undefined, seconds: number): readonly JournalRecord[] =>
    value === undefined
      ? []
      : [
          {
            kind: 'publication',
            ...times(seconds),
            deviceId,
            topic: `city/v1/devices/${deviceId}/telemetry`,
            payload: encodeCitynerveJson({ ts: START + seconds * 1000, values: { depth: value } }),
            qos: 1,
            retain: false,
            dup: false,
            messageId: 1,
            connection: 1,
          },
        ];
  return [
    ...configuration().map((change) => ({ kind: 'config' as const, user: 'test', change, ...times(0) })),
    ...Array.from({ length: minutes }, (_, minute) => [
      ...said('gauge-north', depths.north[minute], minute * 60 + 5),
      ...said('gauge-south', depths.south[minute], minute * 60 + 6),
      { kind: 'tick' as const, ...times(minute * 60 + 30) },
    ]).flat(),
    { kind: 'tick', ...times(minutes * 60 + 120) },
  ];
}

const verdictOf = (depthCm: number): Verdict => ({
  severity: depthCm >= 30 ? 'warn' : null,
  isClear: depthCm < 10,
  values: { depthCm },
  because: depthCm >= 30 ? ['deep'] : [],
});

/** A scenario that warns at 30 cm, at arrival and after two minutes in event time; `look` is called with each depth. */
export function depthScenario(id: string, look: (depthCm: number) => void): Scenario {
  const judge = (depthCm: number): Verdict => {
    look(depthCm);
    return verdictOf(depthCm);
  };
  return {
    id,
    version: '1',
    title: { en: id, zh: id },
    needs: ['road.flood_depth'],
    zoneKinds: ['cell'],
    windowSeconds: 600,
    everySeconds: 60,
    standards: ['cn-waterlogging'],
    evaluate: ({ states }) => judge(states['road.flood_depth']?.at(-1)?.value ?? 0),
    evaluateArrival: ({ value }) => judge(value),
    holds: () => ({ onSeconds: { watch: 0, warn: 60, critical: 60 }, offSeconds: 60 }),
  };
}
