// Above 90 lines because devices and zones are loaded and grow old together.
import type { GetJson } from './api-client.ts';
import { createBackOff } from './back-off.ts';
import type { Clock } from './clock.ts';
import { bothLanguages, isFields, listOf, numberOf, textOf } from './fields.ts';
import { pause } from './pause.ts';

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

/** Who waits to hear where a zone lies. */
export interface ZoneWait {
  /** By the clock of this machine, milliseconds: a list that was asked for earlier may lack the zone. */
  readonly wantedAt: number;
  readonly signal: AbortSignal;
  /** After each question that the city did not answer. */
  readonly onSilence?: () => void;
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
  /**
   * Resolves when `isWithin` can be trusted about a zone: the city has named it, or was asked since and does not know it. While the city
   * does not answer it is asked again with growing pauses; while it does, at most twice a minute.
   */
  locate(zoneId: string, wait: ZoneWait): Promise<void>;
  /** Whether a zone is `outerId` or lies below it, as far as is known. */
  isWithin(zoneId: string | null, outerId: string): boolean;
}

const FRESH_MILLIS = 5 * 60_000;
const SEARCH_PAUSE_MILLIS = 30_000;
const MAX_DEPTH = 20;

/** Knows nothing until it is loaded. */
export function createDirectory(getJson: GetJson, clock: Clock): Directory {
  let devices: ReadonlyMap<string, DeviceFacts> = new Map();
  let zones: ReadonlyMap<string, ZoneFacts> = new Map();
  const backOff = createBackOff();
  /** When the city was asked for what is known now. */
  let loadedAt = Number.NEGATIVE_INFINITY;
  /** When the next look for something unknown is due. */
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
      // The connections themselves say that the city does not answer; a name or a place is not worth a message of its own.
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
    // Longer than any pause: the clock was set back.
    return millis > 0 && millis <= SEARCH_PAUSE_MILLIS ? millis : 0;
  };

  async function locate(zoneId: string, { wantedAt, signal, onSilence }: ZoneWait): Promise<void> {
    while (!zones.has(zoneId) && loadedAt < wantedAt && !signal.aborted) {
      if (loading === null && untilDueMillis() > 0) await pause(clock, untilDueMillis(), signal);
      else await (loading ?? look());
      if (isSilent && !signal.aborted) onSilence?.();
    }
    // A zone may have come to lie elsewhere: known to the next who asks.
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
