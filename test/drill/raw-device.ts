import { connect, type Socket } from 'node:net';
import { generate } from 'mqtt-packet';

const CONNACK = 0x20;
const PUBACK = 0x40;
const RECONNECT_MILLIS = 50;

/** One message of a device, kept until it is acknowledged. */
interface Kept {
  readonly topic: string;
  readonly payload: string;
}

/**
 * A device like real ones: several QoS 1 messages in flight; those without PUBACK are sent again, marked as
 * duplicates, after a reconnect. MQTT 3.1.1 over a plain socket, so that no library decides what is kept.
 */
export class RawDevice {
  readonly #kept = new Map<number, Kept>();
  readonly #name: string;
  readonly #token: string;
  readonly #port: number;
  readonly #onBytes: (bytes: number) => void;
  readonly #settled = new Map<number, () => void>();
  #socket: Socket | null = null;
  #isConnected = false;
  #isClosed = false;
  #nextId = 1;
  #rest: Buffer = Buffer.alloc(0);
  /** Messages that were sent for the first time, and acknowledgements that came. */
  sent = 0;
  acknowledged = 0;

  constructor(options: {
    readonly name: string;
    readonly token: string;
    readonly port: number;
    /** Called before bytes are written. */
    readonly onBytes: (bytes: number) => void;
  }) {
    this.#name = options.name;
    this.#token = options.token;
    this.#port = options.port;
    this.#onBytes = options.onBytes;
    this.#open();
  }

  /** Messages without PUBACK. */
  get inFlight(): number {
    return this.#kept.size;
  }

  /** Resolves with the PUBACK, across reconnects. */
  publish(topic: string, payload: string): Promise<void> {
    const messageId = this.#freeId();
    this.#kept.set(messageId, { topic, payload });
    this.sent += 1;
    const settled = new Promise<void>((resolve) => this.#settled.set(messageId, resolve));
    if (this.#isConnected) this.#send(messageId, false);
    return settled;
  }

  close(): void {
    this.#isClosed = true;
    this.#socket?.destroy();
  }

  #freeId(): number {
    while (this.#kept.has(this.#nextId)) this.#nextId = (this.#nextId % 65_535) + 1;
    const id = this.#nextId;
    this.#nextId = (this.#nextId % 65_535) + 1;
    return id;
  }

  #send(messageId: number, dup: boolean): void {
    const kept = this.#kept.get(messageId);
    if (kept === undefined) return;
    this.#write(generate({ cmd: 'publish', ...kept, qos: 1, messageId, dup, retain: false }));
  }

  #write(bytes: Buffer): void {
    this.#onBytes(bytes.length);
    this.#socket?.write(bytes);
  }

  #open(): void {
    const socket = connect(this.#port, '127.0.0.1').setNoDelay(true);
    this.#socket = socket;
    this.#rest = Buffer.alloc(0);
    socket.on('connect', () =>
      socket.write(
        generate({
          cmd: 'connect',
          clientId: this.#name,
          username: this.#name,
          password: Buffer.from(this.#token),
          protocolId: 'MQTT',
          protocolVersion: 4,
          clean: true,
          keepalive: 0,
        }),
      ),
    );
    socket.on('data', (chunk) => this.#read(chunk));
    socket.on('error', () => {});
    socket.once('close', () => {
      this.#isConnected = false;
      if (!this.#isClosed) setTimeout(() => this.#open(), RECONNECT_MILLIS);
    });
  }

  /** Parses CONNACK and PUBACK; the gateway sends devices packets of four bytes only. */
  #read(chunk: Buffer): void {
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    for (; bytes.length >= 4; bytes = bytes.subarray(4)) {
      const kind = (bytes[0] ?? 0) & 0xf0;
      if (kind === CONNACK) this.#welcome(bytes[3] ?? 0);
      if (kind === PUBACK) this.#take(bytes.readUInt16BE(2));
    }
    this.#rest = bytes;
  }

  #welcome(code: number): void {
    // 3: the gateway has no room, or the old connection is still open; the next attempt will succeed.
    if (code !== 0) return void this.#socket?.destroy();
    this.#isConnected = true;
    for (const messageId of [...this.#kept.keys()]) this.#send(messageId, true);
  }

  #take(messageId: number): void {
    if (!this.#kept.delete(messageId)) return;
    this.acknowledged += 1;
    this.#settled.get(messageId)?.();
    this.#settled.delete(messageId);
  }
}
