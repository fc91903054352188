import type { AppendDraft } from '../model/append-draft.ts';
import { createAppendDrafts } from './append-drafts.ts';
import { assembleContext } from './assemble-context.ts';
import { clockCheck } from './clock-check.ts';
import type { GatewayCounters } from './counters.ts';
import type { GatewayContext } from './gateway-context.ts';
import type { GatewayOptions } from './gateway-options.ts';
import { startHousekeeping } from './housekeeping.ts';
import { type Listener, listenTcp } from './listen-tcp.ts';
import { listenWebSocket } from './listen-websocket.ts';
import { createNoteClock } from './note-clock.ts';
import { openBroker } from './open-broker.ts';
import { userOf } from './principal.ts';
import { endSession } from './session.ts';
import { createTakeConnection, type TakeConnection } from './take-connection.ts';

/** The result of a readiness check of one part of the gateway. */
interface HealthCheck {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** A running gateway. */
export interface Gateway {
  /** The ports that it listens on. */
  readonly mqttPort: number;
  readonly wsPort: number;
  /** City time now, milliseconds since 1970; null in a driven city before its first clock message. */
  cityTime(): number | null;
  /** Journal offset that the slowest reader has reported; null before the first report. */
  foldedOffset(): number | null;
  counters(): Readonly<GatewayCounters>;
  /** Estimated memory of the records that are not durable yet, bytes. */
  pendingBytes(): number;
  health(): readonly HealthCheck[];
  /**
   * Appends an action or a configuration change, stamped with city time; resolves with its offset when it is durable.
   */
  append(draft: AppendDraft): Promise<number>;
  /**
   * Reads the credentials again and closes the connections whose token is no longer valid. Returns the names that have
   * a token and are not of the city.
   */
  reloadCredentials(): readonly string[];
  /**
   * Stops listening, closes the connections and writes what is queued. The journal stays open: the caller closes it.
   */
  close(): Promise<void>;
}

/**
 * Starts the gateway. Resolves when devices can connect; rejects when a port or the control socket cannot be opened.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { journal, log } = options;
  const { host = '127.0.0.1', mqttPort, wsPort } = options;
  const { lastReceivedAt, lastCommitOffset } = journal;
  const context = assembleContext(options);
  const append = createAppendDrafts(context, options);
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

  if (!options.isGapJournalled) appendGap(context, lastReceivedAt, lastCommitOffset);
  context.clock.wall?.listen(createNoteClock(context));
  try {
    const { maxConnections, maxPacketBytes } = context.limits;
    const take = createTakeConnection(context, broker);
    const onConnection: TakeConnection = (connection, address) =>
      void (isClosing ? connection.destroy() : take(connection, address));
    listeners.push(await listenTcp({ host, port: mqttPort, maxConnections, onConnection }));
    // A client may send several MQTT packets, for example a whole backlog, in one WebSocket message.
    const maxMessageBytes = Math.max(1024 * 1024, maxPacketBytes * 2);
    const onRefused = (address: string, detail: string): void =>
      context.refuse({ principal: null, secret: null, address }, 'websocket', detail);
    const webSocket = { host, port: wsPort, maxConnections, maxMessageBytes, onConnection, onRefused };
    listeners.push(await listenWebSocket(webSocket));
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
    health: () => [
      journalCheck(context, options),
      context.disk.check(),
      clockCheck(context.clock),
      identitiesCheck(context),
    ],
    append,
    reloadCredentials,
    close,
  };
}

/**
 * Appends a gap record: no gateway was running between the newest record and now, so that silence of a device in
 * between is not its fault. In a driven city without a time yet, the first clock message does it.
 */
function appendGap(context: GatewayContext, lastReceivedAt: number | null, openFrom: number | null): void {
  const now = context.clock.now();
  if (now === null) return;
  const gap = context.stamp({ kind: 'gap', since: lastReceivedAt ?? now, openFrom });
  context.queue.add(gap, () => {}, { expires: false });
}

function createReload(context: GatewayContext, options: GatewayOptions): () => readonly string[] {
  return () => {
    const unknown = options.reloadCredentials?.() ?? [];
    for (const session of context.sessions.open()) {
      if (!session.principal || !session.secret) continue;
      if (options.authenticate(userOf(session.principal), session.secret.text)) continue;
      context.refuse(session, 'credential-withdrawn', 'its token was replaced: give it the new one');
      endSession(session);
    }
    return unknown;
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
  const slowed = isOn ? `${pendingBytes} bytes wait for the disk, which is the limit: devices are slowed` : detail;
  return { name: 'journal', ok: isWritable && !isBlocked && !isOn, detail: blockedDetail || slowed };
}

/** Always ready: the gateway serves both clients in turn. The detail tells a person what to mend. */
function identitiesCheck(context: GatewayContext): HealthCheck {
  const contested = context.identities.contested();
  const detail =
    contested.length === 0
      ? 'no two clients fight over one'
      : `taken over again and again, so two clients use one credential or its network breaks: ${contested.join(', ')}`;
  return { name: 'identities', ok: true, detail };
}
