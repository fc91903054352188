import type { GetJson } from './api-client.ts';
import type { Clock } from './clock.ts';
import { bothLanguages, isFields, listOf, numberOf, textOf } from './fields.ts';

/** What a flow wants to know of a device. Degrees, WGS 84. */
export interface DeviceFacts {
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  readonly department: string;
  readonly lat: number | null;
  readonly lon: number | null;
}

/** A zone of the city, as far as a flow needs it. */
export interface ZoneFacts {
  readonly id: string;
  readonly name: { readonly en: string; readonly zh: string };
  readonly parentId: string | null;
}

/** Devices and zones of a city, kept fresh while somebody asks for them. */
export interface Directory {
  /** Loads them when they are older than five minutes; resolves also when that failed: what is known then stays as it was. */
  load(): Promise<void>;
  /** A device that is not known is looked for at most twice a minute. */
  device(id: string): DeviceFacts | null;
  zone(id: string): ZoneFacts | null;
  devices(): readonly DeviceFacts[];
  zones(): readonly ZoneFacts[];
  /** Whether a zone is `outerId` or lies below it. */
  isWithin(zoneId: string | null, outerId: string): boolean;
}

const FRESH_MILLIS = 5 * 60_000;
const SEARCH_PAUSE_MILLIS = 30_000;
const MAX_DEPTH = 20;

/** Knows nothing until it is loaded. */
export function createDirectory(getJson: GetJson, clock: Clock): Directory {
  let devices: ReadonlyMap<string, DeviceFacts> = new Map();
  let zones: ReadonlyMap<string, ZoneFacts> = new Map();
  let loadedAt = Number.NEGATIVE_INFINITY;
  let searchedAt = Number.NEGATIVE_INFINITY;
  let loading: Promise<void> | null = null;

  async function loadNow(): Promise<void> {
    try {
      const [deviceAnswer, zoneAnswer] = await Promise.all([getJson('/api/devices'), getJson('/api/zones')]);
      devices = parseDevices(deviceAnswer);
      zones = parseZones(zoneAnswer);
      loadedAt = clock.now();
    } catch {
      // The connections themselves say that the city does not answer; a name or a place is not worth a message of its own.
    } finally {
      loading = null;
    }
  }
  const reload = (): Promise<void> => {
    loading ??= loadNow();
    return loading;
  };
  const isWithin = (zoneId: string | null, outerId: string): boolean => {
    let id = zoneId;
    for (let depth = 0; id !== null && depth < MAX_DEPTH; depth += 1) {
      if (id === outerId) return true;
      id = zones.get(id)?.parentId ?? null;
    }
    return false;
  };

  return {
    load: async () => {
      if (clock.now() - loadedAt > FRESH_MILLIS) await reload();
    },
    device(id) {
      const age = clock.now() - loadedAt;
      const known = devices.get(id) ?? null;
      const isWorthALook = (known === null || age > FRESH_MILLIS) && clock.now() - searchedAt > SEARCH_PAUSE_MILLIS;
      if (isWorthALook) {
        searchedAt = clock.now();
        void reload();
      }
      return known;
    },
    zone: (id) => zones.get(id) ?? null,
    devices: () => [...devices.values()],
    zones: () => [...zones.values()],
    isWithin,
  };
}

function parseDevices(answer: unknown): ReadonlyMap<string, DeviceFacts> {
  const found = new Map<string, DeviceFacts>();
  for (const device of isFields(answer) ? listOf(answer, 'devices') : []) {
    const id = textOf(device, 'id');
    if (id === null) continue;
    found.set(id, {
      id,
      name: textOf(device, 'name') ?? id,
      provider: textOf(device, 'provider') ?? '',
      department: textOf(device, 'department') ?? '',
      lat: numberOf(device, 'latitude'),
      lon: numberOf(device, 'longitude'),
    });
  }
  return found;
}

function parseZones(answer: unknown): ReadonlyMap<string, ZoneFacts> {
  const found = new Map<string, ZoneFacts>();
  for (const feature of isFields(answer) ? listOf(answer, 'features') : []) {
    const { properties } = feature;
    const id = isFields(properties) ? textOf(properties, 'id') : null;
    if (!isFields(properties) || id === null) continue;
    found.set(id, { id, name: bothLanguages(properties, 'name', id), parentId: textOf(properties, 'parentId') });
  }
  return found;
}
