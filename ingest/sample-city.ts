import { DEVICE_MODELS } from '../devices/device-models.ts';
import {
  type CitynerveMessage,
  encodeCitynerveJson,
} from '../devices/dialects/citynerve-json/citynerve-json-encoder.ts';
import { DIALECTS } from '../devices/dialects/dialects.ts';
import { createRegistry, type Registry } from '../devices/registry.ts';
import type { Device } from '../model/device.ts';
import type { AnalyticsFold, FoldEvent } from '../model/fold.ts';
import type { JournalBatch, Journalled, JournalRecord, PublicationRecord } from '../model/journal-record.ts';
import type { Zone, ZoneKind } from '../model/zone.ts';
import { ingestPipeline, type Pipeline } from './pipeline.ts';

/** A reference time for tests: an instant on the grid of minutes. */
export const NOON = 1_700_000_040_000;

const zone = (id: string, kind: ZoneKind, parentId: string | null): Zone => ({
  id,
  kind,
  name: { en: id, zh: id },
  parentId,
  outline: [],
});

const device = (id: string, model: string, zoneId: string): Device => ({
  id,
  model,
  dialect: 'citynerve-json',
  department: 'water',
  provider: 'acme',
  latitude: 0,
  longitude: 0,
  zoneId,
  attributes: {},
});

/** Three rain gauges and a drain level in cell c1, a flood depth in c2, and a device with an unknown dialect. */
export const SAMPLE_DEVICES: readonly Device[] = [
  device('rain-1', 'rain-gauge', 'c1'),
  device('rain-2', 'rain-gauge', 'c1'),
  device('rain-3', 'rain-gauge', 'c1'),
  device('drain-1', 'drain-level', 'c1'),
  device('depth-1', 'road-flood-depth', 'c2'),
  { ...device('odd-1', 'noise-meter', 'c2'), dialect: 'morse' },
];

/** The registry of the sample city. */
export function sampleRegistry(): Registry {
  const registry = createRegistry();
  const zones = [
    zone('city', 'city', null),
    zone('east', 'district', 'city'),
    zone('c1', 'cell', 'east'),
    zone('c2', 'cell', 'east'),
  ];
  registry.apply({ type: 'zones.put', zones });
  for (const model of DEVICE_MODELS) registry.apply({ type: 'model.put', model });
  for (const each of SAMPLE_DEVICES) registry.apply({ type: 'device.put', device: each });
  return registry;
}

/** A publication record with the given message and changes. */
export function publication(
  deviceId: string,
  message: CitynerveMessage | string | Readonly<Record<string, unknown>>,
  receivedAt: number,
  changes: Partial<PublicationRecord> = {},
): PublicationRecord {
  const payload =
    typeof message === 'string' ? new TextEncoder().encode(message) : encodeCitynerveJson(message as CitynerveMessage);
  return {
    kind: 'publication',
    deviceId,
    topic: `city/v1/devices/${deviceId}/telemetry`,
    payload,
    qos: 1,
    retain: false,
    dup: false,
    messageId: 1,
    connection: 1,
    receivedAt,
    wallAt: receivedAt,
    ...changes,
  };
}

/** A tick record at an instant. */
export const tick = (receivedAt: number): JournalRecord => ({ kind: 'tick', receivedAt, wallAt: receivedAt });

/** A batch of records with offsets from `firstOffset`. */
export function batchOf(records: readonly JournalRecord[], firstOffset = 0): JournalBatch {
  const journalled = records.map((record, i) => ({ ...record, offset: firstOffset + i }) as Journalled);
  return { records: journalled, nextOffset: firstOffset + records.length };
}

/** An analytics fold that records the events, and the zones of all devices at each event. */
export function recordingAnalytics(
  registry: Registry = sampleRegistry(),
): AnalyticsFold & { readonly received: FoldEvent[]; readonly seen: string[]; readonly registry: Registry } {
  const received: FoldEvent[] = [];
  const seen: string[] = [];
  return {
    received,
    seen,
    registry,
    handle(events) {
      const places = SAMPLE_DEVICES.map(({ id }) => registry.view.zoneOf(id)).join();
      for (const event of events) {
        received.push(event);
        seen.push(places);
      }
      return { alerts: [], effects: [], evidence: [] };
    },
    active: () => [],
    refusedPacks: () => [],
    snapshot: () => received.length,
    restore: () => undefined,
  };
}

/** The pipeline of the sample city. */
export function samplePipeline(analytics: ReturnType<typeof recordingAnalytics> = recordingAnalytics()): Pipeline {
  return ingestPipeline({ registry: analytics.registry, dialects: DIALECTS, analytics });
}
