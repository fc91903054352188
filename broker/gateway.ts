import type { Duplex } from 'node:stream';
import type { AppendDraft } from '../model/append-draft.ts';
import { assembleContext } from './assemble-context.ts';
import type { GatewayCounters } from './counters.ts';
import type { GatewayContext } from './gateway-context.ts';
import type { GatewayOptions } from './gateway-options.ts';
import { startHousekeeping } from './housekeeping.ts';
import { type Listener, listenTcp } from './listen-tcp.ts';
import { listenWebSocket } from './listen-websocket.ts';
import { openBroker } from './open-broker.ts';
import { userOf } from './principal.ts';
import { endSession } from './session.ts';
import { createTakeConnection } from './take-connection.ts';

/** One part of the gateway and whether it does its work. */
interface HealthCheck {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** A gateway that is open. */
export interface Gateway {
  /** The ports that it listens on. */
  readonly mqttPort: number;
  readonly wsPort: number;
  /** City time now; null in a driven city that was not told the time yet. */
  cityTime(): number | null;
  /** How far the slowest reader of the journal is; null before the brain said so. */
  foldedOffset(): number | null;
  counters(): Readonly<GatewayCounters>;
  /** Memory of all that is not on disk yet, about. */
  pendingBytes(): number;
  health(): readonly HealthCheck[];
  /** Appends an action or a change of configuration with the city's time; resolves with its offset when it is durable. */
  append(draft: AppendDraft): Promise<number>;
  /** Reads the credentials again and ends connections whose token no longer holds. */
  reloadCredentials(): void;
  /** Takes no more, ends the connections, writes what is still to be written. The journal stays open: it is the caller's. */
  close(): Promise<void>;
}

/** Opens the gateway of the city. Resolves when devices can connect; rejects when a port or the control socket cannot be had. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { journal, log } = options;
  const { host = '127.0.0.1', mqttPort, wsPort } = options;
  const { lastReceivedAt } = journal;
  const context = assembleContext(options);
  const append = createAppend(context, options);
  const reloadCredentials = createReload(context, options);

  const broker = await openBroker(context);
  const control = await options.openControl({ journal, append, reloadCredentials, log });
  const endHousekeeping = startHousekeeping(context, { journal, foldedOffset: () => control.foldedOffset });
  const listeners: Listener[] = [];

  let isClosing = false;

  async function close(): Promise<void> {
    isClosing = true;
    endHousekeeping();
    const closed = listeners.map((listener) => listener.close());
    await Promise.all([...closed, endAll(context)]);
    await new Promise<void>((resolve) => broker.close(resolve));
    context.refusals.flush();
    await context.queue.drain();
    context.queue.close();
    await control.close();
  }

  beginCityTime(context, lastReceivedAt);
  try {
    const { maxConnections, maxPacketBytes } = context.limits;
    const take = createTakeConnection(context, broker);
    const onConnection = (connection: Duplex): void => void (isClosing ? connection.destroy() : take(connection));
    listeners.push(await listenTcp({ host, port: mqttPort, maxConnections, onConnection }));
    // A client may hand over a whole backlog as one WebSocket message.
    const maxMessageBytes = Math.max(1024 * 1024, maxPacketBytes * 2);
    listeners.push(await listenWebSocket({ host, port: wsPort, maxConnections, maxMessageBytes, onConnection }));
  } catch (error) {
    await close();
    throw error;
  }

  return {
    mqttPort: listeners[0]?.port ?? mqttPort,
    wsPort: listeners[1]?.port ?? wsPort,
    cityTime: () => context.clock.now(),
    foldedOffset: () => control.foldedOffset,
    counters: () => context.counters,
    pendingBytes: () => context.queue.pendingBytes,
    health: () => [journalCheck(context, options), context.disk.check(), cityTimeCheck(context)],
    append,
    reloadCredentials,
    close,
  };
}

/** Nobody listened before: silence across this counts for nothing. A driven city that has no time yet writes its gap with the first one. */
function beginCityTime(context: GatewayContext, lastReceivedAt: number | null): void {
  const now = context.clock.now();
  if (now === null) return;
  context.queue.add(context.stamp({ kind: 'gap', since: lastReceivedAt ?? now }), () => {}, { expires: false });
}

/**
 * The gateway folds what it appends, so that it knows a new device without asking anybody: also when whoever asked has been told that it took
 * too long. What is in the journal counts.
 */
function createAppend(context: GatewayContext, { registry }: GatewayOptions): (draft: AppendDraft) => Promise<number> {
  return (draft) =>
    new Promise((resolve, reject) => {
      const settled = (error: Error | null, offset: number): void => (error ? reject(error) : resolve(offset));
      const onDurable = (): void => {
        if (draft.kind === 'config') registry.apply(draft.change);
      };
      context.queue.add(context.stamp(draft), settled, { onDurable });
    });
}

function createReload(context: GatewayContext, options: GatewayOptions): () => void {
  return () => {
    options.reloadCredentials?.();
    for (const session of context.sessions.open()) {
      if (!session.principal || !session.secret) continue;
      if (options.authenticate(userOf(session.principal), session.secret.text)) continue;
      context.refuse(session, 'credential-withdrawn');
      endSession(session);
    }
  };
}

async function endAll(context: GatewayContext): Promise<void> {
  const sessions = [...context.sessions.open()];
  const ends = sessions.map(({ client }) => new Promise((resolve) => client.conn.once('close', resolve)));
  for (const session of sessions) endSession(session);
  await Promise.all(ends);
}

function journalCheck(context: GatewayContext, { journal }: GatewayOptions): HealthCheck {
  const { isWritable, detail } = journal.health();
  const { isBlocked, blockedDetail, pendingBytes } = context.queue;
  const { isOn } = context.readBackpressure;
  const slowed = isOn ? `${pendingBytes} bytes wait for the disk, as many as may: devices are slowed` : detail;
  return { name: 'journal', ok: isWritable && !isBlocked && !isOn, detail: blockedDetail || slowed };
}

function cityTimeCheck(context: GatewayContext): HealthCheck {
  const now = context.clock.now();
  if (now === null) return { name: 'city-time', ok: false, detail: 'waits for the first message on the clock topic' };
  return { name: 'city-time', ok: true, detail: String(now) };
}
