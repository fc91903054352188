import { tookLeave } from './aedes-internals.ts';
import type { Door } from './door.ts';
import type { Session } from './session.ts';

/** Journals that a device came. */
export function beginPresence(door: Door, session: Session): void {
  if (session.principal?.role !== 'device' || session.isPresent) return;
  session.isPresent = true;
  write(door, session, session.principal.deviceId, true, false);
}

/** Journals that a device went; once, whoever notices first. */
export function endPresence(door: Door, session: Session): void {
  if (session.principal?.role !== 'device' || !session.isPresent) return;
  session.isPresent = false;
  write(door, session, session.principal.deviceId, false, tookLeave(session.client));
}

function write(door: Door, session: Session, deviceId: string, present: boolean, clean: boolean): void {
  const { connection } = session;
  function append(): void {
    const record = door.stamp({ kind: 'presence', deviceId, connection, present, clean });
    door.queue.add(record, () => {}, { expires: false });
  }
  if (door.timeGate.isOpen) append();
  else door.timeGate.wait(append, () => {});
}
