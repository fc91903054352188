import { sentDisconnect } from './aedes-internals.ts';
import type { GatewayContext } from './gateway-context.ts';
import type { Session } from './session.ts';

/** Appends a presence record: a device has connected. */
export function beginPresence(context: GatewayContext, session: Session): void {
  if (session.principal?.role !== 'device' || session.isPresent) return;
  session.isPresent = true;
  write(context, session, session.principal.deviceId, true, false);
}

/** Appends a presence record: a device has disconnected. Does so once per session, however often it is called. */
export function endPresence(context: GatewayContext, session: Session): void {
  if (session.principal?.role !== 'device' || !session.isPresent) return;
  session.isPresent = false;
  write(context, session, session.principal.deviceId, false, sentDisconnect(session.client));
}

function write(context: GatewayContext, session: Session, deviceId: string, present: boolean, clean: boolean): void {
  const { connection } = session;
  function append(): void {
    const record = context.stamp({ kind: 'presence', deviceId, connection, present, clean });
    context.queue.add(record, () => {}, { expires: false });
  }
  if (context.timeGate.isOpen) append();
  else context.timeGate.wait(append, () => {});
}
