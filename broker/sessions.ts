import type { Session } from './session.ts';

/** All connections of the gateway, from their first byte to their last. */
export interface Sessions {
  readonly size: number;
  /** Also after the connection has closed: that is when aedes publishes its will. */
  of(client: object): Session | undefined;
  /** Those that are open. */
  open(): Iterable<Session>;
  add(session: Session): void;
  remove(session: Session): void;
}

/** Empty. */
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
