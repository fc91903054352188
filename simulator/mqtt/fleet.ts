import { type Connection, openConnection } from './connection.ts';

/** Connections opened at the same time; a whole city at once would be a connect storm. */
const WAVE = 50;

/** One connection per device, opened in waves; when one fails, those already open are closed. */
export async function openFleet(options: {
  readonly mqttUrl: string;
  readonly deviceIds: readonly string[];
  readonly deviceToken: (deviceId: string) => string;
  readonly signal: AbortSignal;
}): Promise<ReadonlyMap<string, Connection>> {
  const { mqttUrl, deviceIds, deviceToken, signal } = options;
  const fleet = new Map<string, Connection>();
  for (let first = 0; first < deviceIds.length; first += WAVE) {
    const wave = deviceIds.slice(first, first + WAVE);
    const opened = await Promise.allSettled(
      wave.map((name) => openConnection({ mqttUrl, name, token: deviceToken(name), signal })),
    );
    for (const result of opened) if (result.status === 'fulfilled') fleet.set(result.value.name, result.value);
    const failed = opened.find((result) => result.status === 'rejected');
    if (failed || signal.aborted) {
      await closeFleet(fleet, true);
      if (failed) throw failed.reason;
      break;
    }
  }
  return fleet;
}

/** Takes leave for all. */
export async function closeFleet(fleet: ReadonlyMap<string, Connection>, force: boolean): Promise<void> {
  await Promise.all([...fleet.values()].map((connection) => connection.close(force)));
}
