import { Aedes } from 'aedes';
import { aedesOptions } from './aedes-options.ts';
import { bypassPublish } from './bypass-publish.ts';
import type { GatewayContext } from './gateway-context.ts';

/** Aedes with the gateway's hooks, its own delivery bypassed for what devices say, its errors in the log. */
export async function openBroker(context: GatewayContext): Promise<Aedes> {
  const { log } = context;
  const broker = await Aedes.createBroker(aedesOptions(context));
  bypassPublish(broker, context.subscriptions.isTelemetryHeard);
  // Without a listener an 'error' event would end the process; one client's trouble is never everybody's.
  (broker as NodeJS.EventEmitter).on('error', (error) => log.error({ err: error }, 'the broker reported an error'));
  for (const event of ['clientError', 'connectionError'] as const) {
    broker.on(event, (client, error) => log.debug({ client: client.id, detail: error.message }, 'a connection broke'));
  }
  return broker;
}
