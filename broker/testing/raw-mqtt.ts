import { connect, type Socket } from 'node:net';
import { generate, type Packet, parser } from 'mqtt-packet';
import { onTestFinished } from 'vitest';
import { tokenOf } from './test-gateway.ts';

/** A TCP socket that can send packets that no conforming client sends. */
export interface RawMqtt {
  readonly socket: Socket;
  write(bytes: Uint8Array): void;
  send(...packets: Packet[]): void;
  /** Resolves with the next packet of a kind, including one received before the call. */
  next<C extends Packet['cmd']>(cmd: C): Promise<Extract<Packet, { cmd: C }>>;
  /** Resolves when the other side has closed. */
  readonly closed: Promise<void>;
}

/** Connects to 127.0.0.1; the socket is destroyed when the test ends. */
export async function openRawMqtt(port: number): Promise<RawMqtt> {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  const received: Packet[] = [];
  const watchers = new Set<() => void>();
  const reader = parser();
  reader.on('packet', (packet) => {
    received.push(packet);
    for (const watcher of [...watchers]) watcher();
  });
  socket.on('data', (chunk) => reader.parse(chunk));
  socket.on('error', () => {});
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
  return {
    socket,
    closed,
    write: (bytes) => void socket.write(bytes),
    send: (...packets) => void socket.write(Buffer.concat(packets.map((packet) => generate(packet)))),
    next<C extends Packet['cmd']>(cmd: C) {
      return new Promise<Extract<Packet, { cmd: C }>>((resolve) => {
        const look = (): void => {
          const index = received.findIndex((packet) => packet.cmd === cmd);
          if (index === -1) return;
          watchers.delete(look);
          resolve(received.splice(index, 1)[0] as Extract<Packet, { cmd: C }>);
        };
        watchers.add(look);
        look();
      });
    },
  };
}

/** A CONNECT of a device with its own credential. */
export const connectPacket = (user: string, more: Partial<Extract<Packet, { cmd: 'connect' }>> = {}): Packet => ({
  cmd: 'connect',
  protocolId: 'MQTT',
  protocolVersion: 4,
  clean: true,
  clientId: user,
  keepalive: 60,
  username: user,
  password: Buffer.from(tokenOf(user)),
  ...more,
});

/** A QoS 1 PUBLISH. */
export const publishPacket = (topic: string, messageId: number, payload = '{"rain":1}'): Packet => ({
  cmd: 'publish',
  topic,
  messageId,
  payload,
  qos: 1,
  dup: false,
  retain: false,
});
