import { sentDisconnect } from './aedes-internals.ts';
import type { GatewayContext } from './gateway-context.ts';
import type { Session } from './session.ts';

/** Appends a presence record: a device has connected, or a bridge has brought its first message of a device. */
export function beginPresence(context: GatewayContext, session: Session, deviceId: string): void {
  if (session.present.has(deviceId)) return;
  session.present.add(deviceId);
  write(context, session, deviceId, true, false);
}

/** Appends presence records: the devices of the session have disconnected. Called again, it appends nothing. */
export function endPresence(context: GatewayContext, session: Session): void {
  const { client, present } = session;
  for (const deviceId of present) write(context, session, deviceId, false, sentDisconnect(client));
  present.clear();
}

function write(context: GatewayContext, session: Session, deviceId: string, present: boolean, clean: boolean): void {
  const { connection } = session;
  function append(): void {
    const isBridge = present && (session.isBridge || session.principal?.role === 'bridge') ? { isBridge: true } : {};
    const record = context.stamp({ kind: 'presence', deviceId, connection, present, clean, ...isBridge });
    const finish = present ? undefined : () => ({ ...record, unacknowledged: [...session.unacknowledged] });
    context.queue.add(record, () => {}, { expires: false, finish });
  }
  if (context.timeGate.isOpen) append();
  else context.timeGate.wait(append, () => {});
}
