// Above 90 lines because devices and zones are loaded and expire together.
import type { GetJson } from './api-client.ts';
import { createBackOff } from './back-off.ts';
import type { Clock } from './clock.ts';
import { bothLanguages, isFields, listOf, numberOf, textOf } from './fields.ts';
import { pause } from './pause.ts';

/** The facts of a device that flows use. Degrees, WGS 84. */
export interface DeviceFacts {
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  readonly department: string;
  readonly lat: number | null;
  readonly lon: number | null;
}

/** The facts of a zone that flows use. */
export interface ZoneFacts {
  readonly id: string;
  readonly name: { readonly en: string; readonly zh: string };
  readonly parentId: string | null;
}

/** A caller that waits until a zone is known. */
export interface ZoneWait {
  /** Time of the call by the system's clock, milliseconds: a list requested earlier may lack the zone. */
  readonly wantedAt: number;
  readonly signal: AbortSignal;
  /** Called after each request that failed. */
  readonly onFailure?: () => void;
}

/** Cache of a city's devices and zones, refreshed while it is used. */
export interface Directory {
  /** Loads them when they are older than five minutes; resolves also when that fails, with the old ones kept. */
  load(): Promise<void>;
  /** A device by id; an unknown one causes a request at most twice a minute. */
  device(id: string): DeviceFacts | null;
  zone(id: string): ZoneFacts | null;
  devices(): readonly DeviceFacts[];
  zones(): readonly ZoneFacts[];
  /**
   * Resolves when `isWithin` is right about a zone: it is known, or the city was asked after the call and does not have
   * it. While the city does not answer, requests are repeated with back-off; while it does, at most twice a minute.
   */
  locate(zoneId: string, wait: ZoneWait): Promise<void>;
  /** Whether a zone is `outerId` or below it, by the zones known now. */
  isWithin(zoneId: string | null, outerId: string): boolean;
}

const FRESH_MILLIS = 5 * 60_000;
const SEARCH_PAUSE_MILLIS = 30_000;
const MAX_DEPTH = 20;

/** An empty cache. */
export function createDirectory(getJson: GetJson, clock: Clock): Directory {
  let devices: ReadonlyMap<string, DeviceFacts> = new Map();
  let zones: ReadonlyMap<string, ZoneFacts> = new Map();
  const backOff = createBackOff();
  /** When the present lists were requested. */
  let loadedAt = Number.NEGATIVE_INFINITY;
  /** When the next request for an unknown id is allowed. */
  let lookAt = Number.NEGATIVE_INFINITY;
  let isSilent = false;
  let loading: Promise<void> | null = null;

  async function loadNow(): Promise<void> {
    const askedAt = clock.now();
    try {
      const [deviceAnswer, zoneAnswer] = await Promise.all([getJson('/api/devices'), getJson('/api/zones')]);
      zones = parseZones(zoneAnswer);
      devices = parseDevices(deviceAnswer);
      loadedAt = askedAt;
      isSilent = false;
      backOff.reset();
    } catch {
      // The connections report that the city does not answer; a missing name is not worth an error of its own.
      isSilent = true;
      lookAt = clock.now() + backOff.next();
    } finally {
      loading = null;
    }
  }
  const reload = (): Promise<void> => {
    loading ??= loadNow();
    return loading;
  };
  const look = (): Promise<void> => {
    lookAt = clock.now() + SEARCH_PAUSE_MILLIS;
    return reload();
  };
  const isOld = (): boolean => clock.now() - loadedAt > FRESH_MILLIS;
  const untilDueMillis = (): number => {
    const millis = lookAt - clock.now();
    // Longer than any wait: the clock was set back.
    return millis > 0 && millis <= SEARCH_PAUSE_MILLIS ? millis : 0;
  };

  async function locate(zoneId: string, { wantedAt, signal, onFailure }: ZoneWait): Promise<void> {
    while (!zones.has(zoneId) && loadedAt < wantedAt && !signal.aborted) {
      if (loading === null && untilDueMillis() > 0) await pause(clock, untilDueMillis(), signal);
      else await (loading ?? look());
      if (isSilent && !signal.aborted) onFailure?.();
    }
    // A zone may have moved: the refreshed list is for later callers.
    if (isOld() && untilDueMillis() === 0 && !signal.aborted) void look();
  }

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
      if (isOld()) await reload();
    },
    device(id) {
      const known = devices.get(id) ?? null;
      if ((known === null || isOld()) && untilDueMillis() === 0) void look();
      return known;
    },
    zone: (id) => zones.get(id) ?? null,
    devices: () => [...devices.values()],
    zones: () => [...zones.values()],
    locate,
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
  // Whatever else answers in the city's place has not said that there are no zones.
  if (!isFields(answer) || !Array.isArray(answer['features'])) throw new Error('GET /api/zones answered no zones');
  for (const feature of listOf(answer, 'features')) {
    const { properties } = feature;
    const id = isFields(properties) ? textOf(properties, 'id') : null;
    if (!isFields(properties) || id === null) continue;
    found.set(id, { id, name: bothLanguages(properties, 'name', id), parentId: textOf(properties, 'parentId') });
  }
  return found;
}
