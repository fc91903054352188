import { Aedes } from 'aedes';
import { aedesOptions } from './aedes-options.ts';
import { bypassPublish } from './bypass-publish.ts';
import type { Door } from './door.ts';

/** Aedes with the door's hooks, its own delivery bypassed for what devices say, its errors in the log. */
export async function openBroker(door: Door): Promise<Aedes> {
  const { log } = door;
  const broker = await Aedes.createBroker(aedesOptions(door));
  bypassPublish(broker, door.subscriptions.isTelemetryHeard);
  // Without a listener an 'error' event would end the process; one client's trouble is never everybody's.
  (broker as NodeJS.EventEmitter).on('error', (error) => log.error({ err: error }, 'the broker reported an error'));
  for (const event of ['clientError', 'connectionError'] as const) {
    broker.on(event, (client, error) => log.debug({ client: client.id, detail: error.message }, 'a connection broke'));
  }
  return broker;
}
