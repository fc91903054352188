import { from, lastValueFrom, map, type OperatorFunction, reduce } from 'rxjs';
import { DEVICE_MODELS } from '../../devices/device-models.ts';
import { encodeCitynerveJson } from '../../devices/dialects/citynerve-json/citynerve-json-encoder.ts';
import { DIALECTS } from '../../devices/dialects/dialects.ts';
import { createRegistry } from '../../devices/registry.ts';
import { ingestPipeline } from '../../ingest/pipeline.ts';
import type { FoldResult } from '../../model/fold.ts';
import type { JournalBatch, Journalled, JournalRecord } from '../../model/journal-record.ts';
import type { Zone } from '../../model/zone.ts';

/**
 * Readings a second through the ingest pipeline on one core, no store, no analytics:
 * `node --import tsx test/bench/ingest.ts`.
 */
const DEVICES = 2000;
const MINUTES = 60;
const BATCH_RECORDS = 1000;
const START = 1_700_000_040_000;
const CELLS = 40;

const MODELS = ['rain-gauge', 'drain-level', 'traffic-counter', 'weather-station'] as const;
const CHANNELS: Readonly<Record<(typeof MODELS)[number], readonly string[]>> = {
  'rain-gauge': ['rain'],
  'drain-level': ['level', 'fill'],
  'traffic-counter': ['speed', 'volume'],
  'weather-station': ['temperature', 'humidity', 'pressure', 'wind_speed', 'wind_direction', 'rain'],
};

const modelOf = (device: number) => MODELS[device % MODELS.length] ?? 'rain-gauge';

function setUp() {
  const registry = createRegistry();
  const zone = (id: string, kind: Zone['kind'], parentId: string | null): Zone => {
    return { id, kind, name: { en: id, zh: id }, parentId, outline: [] };
  };
  const cells = Array.from({ length: CELLS }, (_, i) => zone(`cell-${i}`, 'cell', `district-${i % 4}`));
  const districts = [0, 1, 2, 3].map((i) => zone(`district-${i}`, 'district', 'city'));
  registry.apply({ type: 'zones.put', zones: [zone('city', 'city', null), ...districts, ...cells] });
  for (const model of DEVICE_MODELS) registry.apply({ type: 'model.put', model });
  for (let i = 0; i < DEVICES; i += 1) {
    const place = { latitude: 0, longitude: 0, zoneId: `cell-${i % CELLS}`, attributes: {} };
    const who = { id: `device-${i}`, model: modelOf(i), dialect: 'citynerve-json', department: 'd', provider: 'p' };
    registry.apply({ type: 'device.put', device: { ...who, ...place } });
  }
  const analytics = {
    handle: () => ({ alerts: [], effects: [], evidence: [] }),
    active: () => [],
    refusedPacks: () => [],
    snapshot: () => null,
    restore: () => undefined,
  };
  return ingestPipeline({ registry, dialects: DIALECTS, analytics });
}

function journalOf(): JournalBatch[] {
  const records: JournalRecord[] = [];
  for (let second = 0; second < MINUTES * 60; second += 1) {
    const receivedAt = START + second * 1000;
    records.push({ kind: 'tick', receivedAt, wallAt: receivedAt });
    for (let device = second % 60; device < DEVICES; device += 60) {
      // Values drift, so that neither flat lines nor jumps make it easier or harder than in a city.
      const wander = ((device * 7919 + second * 104_729) % 1000) / 1000;
      const values = Object.fromEntries(CHANNELS[modelOf(device)].map((channel, i) => [channel, i + wander]));
      const payload = encodeCitynerveJson({ ts: receivedAt, seq: Math.floor(second / 60), boot: 'b', values });
      const deviceId = `device-${device}`;
      const topic = `city/v1/devices/${deviceId}/telemetry`;
      const mqtt = { qos: 1, retain: false, dup: false, messageId: 1 + (second % 65_535), connection: device } as const;
      records.push({ kind: 'publication', deviceId, topic, payload, ...mqtt, receivedAt, wallAt: receivedAt });
    }
  }
  const journalled = records.map((record, offset) => ({ ...record, offset }) as Journalled);
  const batches: JournalBatch[] = [];
  for (let at = 0; at < journalled.length; at += BATCH_RECORDS) {
    const part = journalled.slice(at, at + BATCH_RECORDS);
    batches.push({ records: part, nextOffset: at + part.length });
  }
  return batches;
}

const count: OperatorFunction<FoldResult, { readings: number; states: number }> = (results) =>
  results.pipe(
    map(({ readings, states }) => ({ readings: readings.length, states: states.length })),
    reduce((a, b) => ({ readings: a.readings + b.readings, states: a.states + b.states })),
  );

const batches = journalOf();
for (let round = 1; round <= 3; round += 1) {
  const pipeline = setUp();
  const before = process.cpuUsage();
  const { readings, states } = await lastValueFrom(from(batches).pipe(pipeline.operator, count));
  const used = process.cpuUsage(before);
  const seconds = (used.user + used.system) / 1e6;
  const snapshotBytes = JSON.stringify(pipeline.snapshot()).length;
  process.stdout.write(
    `round ${round}: ${readings} readings, ${states} states in ${seconds.toFixed(2)} s of CPU = ` +
      `${Math.round(readings / seconds)} readings/s; snapshot ${(snapshotBytes / 1e6).toFixed(1)} MB\n`,
  );
}
