import type { Device } from '../../model/device.ts';
import { testDevice } from '../harness/test-city.ts';

const MINUTE_SECONDS = 60;
const CYCLE_MINUTES = 45;

/** Each device publishes once a minute of city time. */
export const INTERVAL_SECONDS = MINUTE_SECONDS;

const KINDS = ['rain-gauge', 'drain-level', 'road-flood-depth', 'traffic-counter'] as const;
type Kind = (typeof KINDS)[number];

/** `ofEach` devices of each kind, all in one underpass. */
export const stormDevices = (ofEach: number): readonly Device[] =>
  KINDS.flatMap((kind) =>
    Array.from({ length: ofEach }, (_, index) =>
      testDevice(`${kind}-${index + 1}`, kind, {
        provider: index % 2 === 0 ? 'acme' : 'beta',
        attributes: kind === 'drain-level' ? { rimLevelMetres: 2 } : {},
      }),
    ),
  );

/** Values of a device in its nth minute: every 45 minutes a storm floods the underpass, which then drains. */
export function stormValues(deviceId: string, minute: number): Readonly<Record<string, number>> {
  const kind = KINDS.find((each) => deviceId.startsWith(each)) ?? 'rain-gauge';
  const at = minute % CYCLE_MINUTES;
  // Gauges of one kind differ a little, and one does so from minute to minute: a flat line would be suspect.
  const shade = ((Number(deviceId.split('-').at(-1)) * 7 + minute * 3) % 10) / 10;
  return VALUES[kind](at, shade);
}

const VALUES: Readonly<Record<Kind, (minute: number, shade: number) => Readonly<Record<string, number>>>> = {
  'rain-gauge': (minute, shade) => ({ rain: minute >= 2 && minute < 20 ? round(0.8 + shade / 5) : 0 }),
  'drain-level': (minute, shade) => ({ level: round(0.4 + 1.5 * flood(minute, 4) + shade / 50) }),
  'road-flood-depth': (minute, shade) => ({ depth: round(45 * flood(minute, 6) + shade / 10) }),
  'traffic-counter': (minute, shade) => ({
    speed: round(48 - 40 * flood(minute, 7) + shade),
    volume: Math.round(900 - 700 * flood(minute, 7) + 10 * shade),
  }),
};

/** 0 to 1 and back: up within 6 minutes, constant for 6, down within 8. */
function flood(minute: number, from: number): number {
  const since = minute - from;
  if (since <= 0) return 0;
  if (since < 6) return since / 6;
  if (since < 12) return 1;
  return Math.max(0, 1 - (since - 12) / 8);
}

const round = (value: number): number => Math.round(value * 100) / 100;
