import { connect, type Socket } from 'node:net';
import { generate } from 'mqtt-packet';
import type { LoadCommand, LoadMessage, LoadOrder, LoadReport } from './load-order.ts';
import { createPackets, type PacketOf } from './packets.ts';

// MQTT load over plain sockets, in a process of its own, with commands over IPC. Answers are parsed by hand: only
// PUBACKs arrive.

const IDS = 4096;
const MINUTE_MILLIS = 60_000;
const PACE_MILLIS = 5;
/** A minute of city time is over when every connection has the PUBACKs of its messages: devices are punctual. */
const MINUTES_AHEAD = 1;
const CONNACK = 0x20;

/** One connection and its window. */
interface Connection {
  readonly socket: Socket;
  readonly packetOf: PacketOf;
  readonly sentAt: Float64Array;
  /** Phase among the connections, 0 to 1: at a given rate they publish one after another, not all at once. */
  readonly phase: number;
  sent: number;
  acknowledged: number;
  rest: Buffer;
  isBlocked: boolean;
}

let order: LoadOrder;
let connections: Connection[] = [];
let clock: Connection | null = null;
let allowed = 0;
/** Messages that each connection should have sent by now at the given rate. */
let due = Number.POSITIVE_INFINITY;
let isStopping = false;
let isOver = false;
let startedAt = 0;
let sampledAt = 0;
let sampledSent = 0;
let total = 0;
let cpu = process.cpuUsage();
let latencies: number[] = [];
let latenciesOfAll: number[] = [];

const tell = (news: LoadMessage): void => void process.send?.(news);

function open(
  name: string,
  token: string,
  phase: number,
  packetOf: PacketOf,
  onAcknowledged: (connection: Connection) => void,
): Promise<Connection> {
  const opened = Promise.withResolvers<Connection>();
  const socket = connect(order.port, '127.0.0.1').setNoDelay(true);
  const sentAt = new Float64Array(IDS + 1);
  const connection: Connection = {
    socket,
    packetOf,
    sentAt,
    phase,
    sent: 0,
    acknowledged: 0,
    rest: Buffer.alloc(0),
    isBlocked: false,
  };
  socket.on('data', (chunk) => {
    let bytes = connection.rest.length > 0 ? Buffer.concat([connection.rest, chunk]) : chunk;
    const now = performance.now();
    for (; bytes.length >= 4; bytes = bytes.subarray(4)) {
      if (bytes[0] === CONNACK) {
        if (bytes[3] === 0) opened.resolve(connection);
        else opened.reject(new Error(`${name}: CONNACK ${bytes[3]}`));
        continue;
      }
      connection.acknowledged += 1;
      latencies.push(now - (sentAt[bytes.readUInt16BE(2)] ?? now));
    }
    connection.rest = bytes;
    onAcknowledged(connection);
  });
  socket.on('drain', () => {
    connection.isBlocked = false;
    fill(connection);
  });
  socket.on('error', opened.reject);
  socket.on('close', () => {
    if (!isOver) throw new Error(`${name}: the broker closed the connection`);
  });
  const hello = { protocolId: 'MQTT', protocolVersion: 4, clean: true, keepalive: 0 } as const;
  socket.write(generate({ cmd: 'connect', clientId: name, username: name, password: Buffer.from(token), ...hello }));
  return opened.promise;
}

/** Sends what window, rate and city time allow, as one buffer. */
function fill(connection: Connection): void {
  const packets: Buffer[] = [];
  while (maySend(connection)) {
    const messageId = (connection.sent % IDS) + 1;
    connection.sentAt[messageId] = performance.now();
    packets.push(connection.packetOf(connection.sent, messageId));
    connection.sent += 1;
    total += 1;
    if (order.qos === 0) connection.acknowledged += 1;
  }
  if (packets.length > 0 && !connection.socket.write(Buffer.concat(packets))) connection.isBlocked = true;
  finishWhenDone();
}

function maySend({ sent, acknowledged, isBlocked, phase }: Connection): boolean {
  if (isStopping || isBlocked || sent >= allowed || sent - acknowledged >= order.window) return false;
  if (sent + 1 + phase > due) return false;
  return order.messages === null || total < order.messages;
}

/** Advances the clock, or only keeps the rate. */
function pace(): void {
  if (isStopping || isOver) return;
  const inStep = Math.floor(Math.min(...connections.map(({ acknowledged }) => acknowledged)) / order.perMinute);
  if (order.perSecond !== null) {
    due = ((performance.now() - startedAt) / 1000) * (order.perSecond / connections.length);
  }
  const next = clock ? Math.floor(Math.min(due / order.perMinute, inStep + MINUTES_AHEAD)) * order.perMinute : due;
  const isNext = next > allowed;
  if (isNext) {
    allowed = next;
    if (clock) tick(clock);
  }
  if (isNext || order.perSecond !== null) for (const connection of connections) fill(connection);
  setTimeout(pace, PACE_MILLIS);
}

function tick(ticking: Connection): void {
  const messageId = (ticking.sent % IDS) + 1;
  ticking.sent += 1;
  ticking.sentAt[messageId] = performance.now();
  const payload = JSON.stringify({ now: order.from + (allowed / order.perMinute) * MINUTE_MILLIS });
  ticking.socket.write(
    generate({ cmd: 'publish', topic: 'city/v1/clock', payload, qos: 1, messageId, dup: false, retain: false }),
  );
}

function finishWhenDone(): void {
  if (isOver || !(isStopping || total === order.messages)) return;
  if (connections.some(({ sent, acknowledged }) => acknowledged < sent)) return;
  isOver = true;
  if (clock) {
    // One hour more, so that the watermark releases everything.
    allowed += 60 * order.perMinute;
    tick(clock);
  }
  latenciesOfAll = latenciesOfAll.concat(latencies);
  tell({ type: 'done', report: reportOf(total, startedAt, latenciesOfAll) });
  for (const { socket } of connections) socket.end();
  setTimeout(() => process.exit(0), 200);
}

function reportOf(sent: number, since: number, all: readonly number[]): LoadReport {
  const sorted = Float64Array.from(all).sort();
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (performance.now() - since) / 1000;
  return { sent, seconds, pubackMillis: { p50: at(0.5), p99: at(0.99), most: at(1) }, cpuMicros: user + system };
}

async function begin(asked: LoadOrder): Promise<void> {
  order = asked;
  const { clients, clockToken } = asked;
  if (clockToken !== null)
    clock = await open(
      'clock',
      clockToken,
      0,
      () => Buffer.alloc(0),
      () => {},
    );
  for (const [index, { name, token }] of clients.entries()) {
    const connection = await open(name, token, index / clients.length, createPackets(asked, name, index), fill);
    connections = [...connections, connection];
  }
  tell({ type: 'ready' });
}

process.on('message', (command: LoadCommand) => {
  if (command.type === 'open') void begin(command.order);
  if (command.type === 'go') {
    startedAt = performance.now();
    sampledAt = startedAt;
    cpu = process.cpuUsage();
    latencies = [];
    pace();
  }
  if (command.type === 'sample') {
    tell({ type: 'sample', report: reportOf(total - sampledSent, sampledAt, latencies) });
    sampledAt = performance.now();
    sampledSent = total;
    // A long run keeps no list of all times.
    if (order.messages !== null) latenciesOfAll = latenciesOfAll.concat(latencies);
    latencies = [];
  }
  if (command.type === 'stop') {
    isStopping = true;
    finishWhenDone();
  }
});
