import { from, lastValueFrom, toArray } from 'rxjs';
import { SCENARIOS } from '../../analytics/scenarios/index.ts';
import { STANDARDS } from '../../analytics/standards/index.ts';
import { DEVICE_MODELS } from '../../devices/device-models.ts';
import { createCityFold } from '../../fold/city-fold.ts';
import type { Alert } from '../../model/alert.ts';
import type { ConfigChange } from '../../model/config-change.ts';
import type { Journalled, JournalRecord } from '../../model/journal-record.ts';
import { type LedgerEntry, messageDifference, valueDifference } from '../../model/ledger.ts';
import type { Reading } from '../../model/reading.ts';
import type { Rejected } from '../../model/rejected.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { Zone } from '../../model/zone.ts';

/** What records of a small city came to. */
export interface FoldedRecords {
  /** With the quality that they have in the end. */
  readonly readings: readonly Reading[];
  readonly rejected: readonly Rejected[];
  readonly alerts: readonly Alert[];
  /** The account of a device, which balances; throws where there is none. */
  account(deviceId: string): LedgerEntry;
}

const MODELS = {
  'gauge-1': 'rain-gauge',
  'gauge-2': 'road-flood-depth',
  'load-1': 'transformer-monitor',
  'total-1': 'rain-counter',
} as const;

const zone = (id: string, kind: Zone['kind'], parentId: string | null): Zone => ({
  id,
  kind,
  parentId,
  name: { en: id, zh: id },
  outline: [],
});

/**
 * A city of one underpass with a rain gauge `gauge-1`, a depth gauge `gauge-2`, a transformer `load-1`, and a rain
 * gauge with a running total `total-1`.
 */
function configuration(): readonly ConfigChange[] {
  const facts = { dialect: 'citynerve-json', department: 'water', provider: 'acme', zoneId: 'underpass' };
  const place = { latitude: 0, longitude: 0, attributes: {} };
  return [
    {
      type: 'city.put',
      city: { name: { en: 'Test', zh: '测试' }, timeZone: 'Asia/Shanghai', clock: 'wall', simulated: false },
    },
    { type: 'zones.put', zones: [zone('city', 'city', null), zone('underpass', 'underpass', 'city')] },
    ...DEVICE_MODELS.map((model) => ({ type: 'model.put' as const, model })),
    ...STANDARDS.map((pack) => ({ type: 'standard.put' as const, pack })),
    ...Object.entries(MODELS).map(([id, model]) => ({
      type: 'device.put' as const,
      device: { id, model, ...facts, ...place },
    })),
  ];
}

const keyOf = ({ deviceId, channel, observedAt }: Reading): string => `${deviceId} ${channel} ${observedAt}`;

/** Folds records behind the city's configuration; their offsets are moved by as many. */
export async function foldRecords(
  records: readonly JournalRecord[],
  scenarios: readonly Scenario[] = SCENARIOS,
): Promise<FoldedRecords> {
  const first = records[0];
  const times = { receivedAt: first?.receivedAt ?? 0, wallAt: first?.wallAt ?? 0 };
  const config = configuration().map((change) => ({ kind: 'config' as const, user: 'test', change, ...times }));
  const moved = records.map((record) =>
    record.kind === 'gap' && typeof record.openFrom === 'number'
      ? { ...record, openFrom: record.openFrom + config.length }
      : record,
  );
  const journalled = [...config, ...moved].map((record, offset): Journalled => ({ ...record, offset }));
  const fold = createCityFold({ mapping: null, amendments: [], scenarios });
  const batch = { records: journalled, nextOffset: journalled.length };
  const results = await lastValueFrom(from([batch]).pipe(fold.pipeline.operator, toArray()));
  const accounts = new Map(results.flatMap(({ ledger }) => ledger).map((entry) => [entry.deviceId, entry]));
  const requalified = new Map(results.flatMap((result) => result.requalified).map((each) => [keyOf(each), each]));
  return {
    readings: results.flatMap(({ readings }) => readings).map((reading) => requalified.get(keyOf(reading)) ?? reading),
    rejected: results.flatMap(({ rejected }) => rejected),
    alerts: results.flatMap(({ alerts, effects }) => [...effects.map(({ alert }) => alert), ...alerts]),
    account(deviceId) {
      const entry = accounts.get(deviceId);
      if (entry === undefined) throw new Error(`no account of ${deviceId}`);
      const rest = [messageDifference(entry), valueDifference(entry)];
      if (rest.some((difference) => difference !== 0)) throw new Error(`the books do not balance: ${rest}`);
      return entry;
    },
  };
}
