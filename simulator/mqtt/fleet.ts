import { type Connection, openConnection } from './connection.ts';
import { CLOCK_NAME } from './driven-clock.ts';

/** Connections opened at the same time: all of them at once would be a connect storm. */
const WAVE = 50;

/** All connections of a city: its clock and one per device. */
export interface Fleet {
  readonly clock: Connection;
  readonly devices: ReadonlyMap<string, Connection>;
  /** Closes all connections; `force` waits for no acknowledgement. */
  close(force: boolean): Promise<void>;
}

/** Connects the clock first, then the devices in groups. Null: aborted meanwhile. When one fails, all are closed. */
export async function openFleet(options: {
  readonly mqttUrl: string;
  readonly deviceIds: readonly string[];
  readonly deviceToken: (deviceId: string) => string;
  readonly clockToken: string;
  readonly signal: AbortSignal;
}): Promise<Fleet | null> {
  const { mqttUrl, deviceIds, signal } = options;
  const opened: Connection[] = [];
  const closeAll = async (force: boolean) => {
    await Promise.all(opened.map((connection) => connection.close(force)));
  };
  const openWave = async (wave: readonly { readonly name: string; readonly token: string }[]) => {
    const results = await Promise.allSettled(wave.map((who) => openConnection({ mqttUrl, ...who, signal })));
    for (const result of results) if (result.status === 'fulfilled') opened.push(result.value);
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  };
  try {
    await openWave([{ name: CLOCK_NAME, token: options.clockToken }]);
    for (let first = 0; first < deviceIds.length; first += WAVE) {
      signal.throwIfAborted();
      const wave = deviceIds.slice(first, first + WAVE);
      await openWave(wave.map((name) => ({ name, token: options.deviceToken(name) })));
    }
  } catch (error) {
    await closeAll(true);
    if (signal.aborted) return null;
    throw error;
  }
  const [clock, ...devices] = opened;
  if (!clock) throw new RangeError('a fleet without a clock');
  return { clock, devices: new Map(devices.map((device) => [device.name, device])), close: closeAll };
}
