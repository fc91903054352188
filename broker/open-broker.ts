import { Aedes } from 'aedes';
import { aedesOptions } from './aedes-options.ts';
import { bypassPublish } from './bypass-publish.ts';
import type { GatewayContext } from './gateway-context.ts';

/** Creates aedes with the gateway's hooks. Its own delivery is bypassed for telemetry; its errors are logged. */
export async function openBroker(context: GatewayContext): Promise<Aedes> {
  const { log } = context;
  const broker = await Aedes.createBroker(aedesOptions(context));
  bypassPublish(broker, context.subscriptions.hasTelemetrySubscriber);
  // An 'error' event without a listener would end the process; an error with one client must not.
  (broker as NodeJS.EventEmitter).on('error', (error) => log.error({ err: error }, 'the broker reported an error'));
  for (const event of ['clientError', 'connectionError'] as const) {
    broker.on(event, (client, error) => log.debug({ client: client.id, detail: error.message }, 'a connection broke'));
  }
  return broker;
}
