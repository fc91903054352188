import type { Reading } from '../../model/reading.ts';
import { anyDevice, during, OUR_MEASUREMENTS } from './conditions.ts';
import { queryInfluxql } from './influxql.ts';
import type { InfluxServer } from './server.ts';
import { storedRows } from './stored-rows.ts';

export interface WantedRow {
  readonly deviceId: string;
  readonly channel: string;
  readonly observedAt: number;
}

const LONGEST_WINDOW_MILLIS = 3_600_000;
const LONGEST_GAP_MILLIS = 300_000;
const MAX_DEVICES_A_WINDOW = 100;
const WINDOWS_A_REQUEST = 50;

/**
 * Yields the stored rows of the wanted keys, and others near them: the caller selects. InfluxQL has no list of times as
 * a condition; therefore keys with near times are queried as one window over their devices, and many windows in one
 * request.
 */
export async function* findRows(server: InfluxServer, wanted: readonly WantedRow[]): AsyncGenerator<Reading> {
  const statements = windowsOf(wanted).map(
    ({ first, last, devices }) =>
      `SELECT "value", "quality", "receivedAt", "offset" FROM ${OUR_MEASUREMENTS} WHERE ${during(first, last)} AND ${anyDevice([...devices])} GROUP BY "device", "channel", "zone"`,
  );
  for (let from = 0; from < statements.length; from += WINDOWS_A_REQUEST) {
    const request = statements.slice(from, from + WINDOWS_A_REQUEST).join('; ');
    for await (const part of queryInfluxql(server, request)) yield* storedRows(part);
  }
}

interface Window {
  readonly first: number;
  last: number;
  readonly devices: Set<string>;
}

/** Groups the wanted keys by time into windows, limited in length, in gaps between times, and in number of devices. */
export function windowsOf(wanted: readonly WantedRow[]): readonly Window[] {
  const windows: Window[] = [];
  let window: Window | undefined;
  for (const { observedAt, deviceId } of [...wanted].sort((a, b) => a.observedAt - b.observedAt)) {
    const isNear =
      window !== undefined &&
      observedAt - window.first <= LONGEST_WINDOW_MILLIS &&
      observedAt - window.last <= LONGEST_GAP_MILLIS &&
      (window.devices.has(deviceId) || window.devices.size < MAX_DEVICES_A_WINDOW);
    if (window === undefined || !isNear) {
      window = { first: observedAt, last: observedAt, devices: new Set() };
      windows.push(window);
    }
    window.last = observedAt;
    window.devices.add(deviceId);
  }
  return windows;
}
