import type { Session } from './session.ts';

/** The sessions of the gateway. */
export interface Sessions {
  readonly size: number;
  /** The session of an aedes client, also after its connection has closed: aedes publishes the will then. */
  of(client: object): Session | undefined;
  /** Sessions whose connection is open. */
  open(): Iterable<Session>;
  add(session: Session): void;
  remove(session: Session): void;
}

/** No sessions yet. */
export function createSessions(): Sessions {
  const open = new Set<Session>();
  const byClient = new WeakMap<object, Session>();
  return {
    get size() {
      return open.size;
    },
    of: (client) => byClient.get(client),
    open: () => open.values(),
    add(session) {
      open.add(session);
      byClient.set(session.client, session);
    },
    remove: (session) => void open.delete(session),
  };
}
