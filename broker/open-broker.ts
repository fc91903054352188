import { Aedes } from 'aedes';
import { JournalFullError } from '../model/journal.ts';
import { aedesOptions } from './aedes-options.ts';
import { bypassPublish } from './bypass-publish.ts';
import { ClosingError } from './closing-error.ts';
import type { GatewayContext } from './gateway-context.ts';

/** How aedes calls the end of a connection that is nobody's fault. */
const ENDED: ReadonlySet<string> = new Set([
  'keep alive timeout',
  'connect did not arrive in time',
  'drain timeout',
  'connection closed',
]);

/** Whether an error of a client is one of the protocol, found by aedes or mqtt-packet; of the system it has a code. */
const isViolation = (error: Error): boolean =>
  !(error instanceof ClosingError || error instanceof JournalFullError || 'code' in error || ENDED.has(error.message));

/** Creates aedes with the gateway's hooks. Its own delivery is bypassed for telemetry; its errors are logged. */
export async function openBroker(context: GatewayContext): Promise<Aedes> {
  const { log } = context;
  const broker = await Aedes.createBroker(aedesOptions(context));
  bypassPublish(broker, context.subscriptions.hasTelemetrySubscriber);
  // An 'error' event without a listener would end the process; an error with one client must not.
  (broker as NodeJS.EventEmitter).on('error', (error) => log.error({ err: error }, 'the broker reported an error'));
  for (const event of ['clientError', 'connectionError'] as const) {
    broker.on(event, (client, error) => {
      log.debug({ client: client.id, detail: error.message }, 'a connection broke');
      const session = context.sessions.of(client);
      // Of a connection that is closed already, what follows is a consequence.
      if (session && !client.closed && isViolation(error)) context.refuse(session, 'protocol-error', error.message);
    });
  }
  return broker;
}
