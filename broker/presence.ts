import { tookLeave } from './aedes-internals.ts';
import type { GatewayContext } from './gateway-context.ts';
import type { Session } from './session.ts';

/** Journals that a device came. */
export function beginPresence(context: GatewayContext, session: Session): void {
  if (session.principal?.role !== 'device' || session.isPresent) return;
  session.isPresent = true;
  write(context, session, session.principal.deviceId, true, false);
}

/** Journals that a device went; once, whoever notices first. */
export function endPresence(context: GatewayContext, session: Session): void {
  if (session.principal?.role !== 'device' || !session.isPresent) return;
  session.isPresent = false;
  write(context, session, session.principal.deviceId, false, tookLeave(session.client));
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
