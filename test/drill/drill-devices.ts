import type { Device } from '../../model/device.ts';
import { testDevice } from '../harness/test-city.ts';
import { INTERVAL_SECONDS, stormDevices, stormValues } from './storm.ts';

/** What identifies a message that is sent again: a sequence number, its time, or only its MQTT packet id. */
const MANNERS = ['numbered', 'timed', 'anonymous'] as const;
type Manner = (typeof MANNERS)[number];

/** One step of the city's clock. */
export const STEP_SECONDS = 10;

const OF_EACH_KIND = 60;
/**
 * Messages that some devices keep for a minute and then send at once: more than one socket read, or a small duplicate
 * filter, holds.
 */
const BURSTS = [20, 80, 400] as const;
const ANONYMOUS = 6;

/**
 * All devices of a drilled city: those of the storm, with one message in flight; some with hundreds; some without
 * number and time.
 */
export const drillDevices = (): readonly Device[] => [
  ...stormDevices(OF_EACH_KIND),
  ...BURSTS.flatMap((burst) => [`numbered-${burst}`, `timed-${burst}`]).map((id) => testDevice(id, 'noise-meter')),
  // City time stands still within a step: two messages without a time would get the same instant.
  ...Array.from({ length: ANONYMOUS }, (_, index) => testDevice(`anonymous-${index + 1}`, 'noise-meter')),
];

/** Whether the store can be compared with what was sent: not where the gateway's time is the only one. */
export const isComparable = (deviceId: string): boolean => !deviceId.startsWith('anonymous');

/** What a device measures in its nth message. */
export const valuesOf = (deviceId: string, n: number): Readonly<Record<string, number>> =>
  mannerOf(deviceId) === null ? stormValues(deviceId, n) : { laeq: 40 + ((n * 7) % 100) / 10 };

/**
 * Payloads of a device's next messages in the step that ends at `second` of city time; `n` messages were sent before.
 */
export function payloadsOf(options: {
  readonly deviceId: string;
  /** Index of the device. */
  readonly index: number;
  readonly n: number;
  readonly from: number;
  readonly second: number;
}): readonly string[] {
  const { deviceId, index, n, from, second } = options;
  const manner = mannerOf(deviceId) ?? 'numbered';
  const count = countOf(deviceId, index, second);
  return Array.from({ length: count }, (_, k) => {
    const ts = from + second * 1000 - Math.floor(((count - 1 - k) * INTERVAL_SECONDS * 1000) / count);
    const values = valuesOf(deviceId, n + k);
    if (manner === 'anonymous') return JSON.stringify({ values });
    if (manner === 'timed') return JSON.stringify({ ts, values });
    return JSON.stringify({ boot: 'drill', seq: n + k, ts, values });
  });
}

function countOf(deviceId: string, index: number, second: number): number {
  const manner = mannerOf(deviceId);
  if (manner === 'anonymous') return 1;
  // Each device has its own second of the minute.
  if (second % INTERVAL_SECONDS !== (index * STEP_SECONDS) % INTERVAL_SECONDS) return 0;
  return manner === null ? 1 : Number(deviceId.split('-').at(-1));
}

/** Size of a burst; null for a device of the storm. */
const mannerOf = (deviceId: string): Manner | null => MANNERS.find((manner) => deviceId.startsWith(manner)) ?? null;
