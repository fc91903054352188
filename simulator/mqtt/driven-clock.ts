import type { Connection } from './connection.ts';

/** User name of the service that may set city time in a driven city. */
export const CLOCK_NAME = 'clock';
const CLOCK_TOPIC = 'city/v1/clock';

/** Sets city time and waits until it is durable; a time that is not later is not sent (city time never goes back). */
export function createDrivenClock(connection: Connection): { set(now: number): Promise<boolean> } {
  let last = Number.NEGATIVE_INFINITY;
  return {
    async set(now) {
      if (now <= last) return false;
      last = now;
      await connection.publish(CLOCK_TOPIC, JSON.stringify({ now }));
      return true;
    },
  };
}

/** Topic of a device's telemetry. */
export function telemetryTopic(deviceId: string): string {
  return `city/v1/devices/${deviceId}/telemetry`;
}
