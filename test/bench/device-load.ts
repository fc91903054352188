import { connect } from 'node:net';
import { generate, parser } from 'mqtt-packet';

// Many devices that each publish QoS 1 at a steady rate, in a process of their own, and the time of each PUBACK.
// Commands over IPC: `{ port, tokens, everyMillis }` begins, `stop` waits for messages in flight and reports.

/** Devices by id with their tokens, and how often each publishes. */
interface Order {
  readonly port: number;
  readonly tokens: Readonly<Record<string, string>>;
  readonly everyMillis: number;
}

/** The report at the end; `pubacks` are [wall time of the PUBLISH, milliseconds until its PUBACK]. */
export interface LoadReport {
  readonly sent: number;
  readonly pubacks: readonly (readonly [at: number, millis: number])[];
}

const pubacks: [number, number][] = [];
let sent = 0;
let isStopping = false;

async function openDevice(deviceId: string, token: string, { port, everyMillis }: Order): Promise<() => Promise<void>> {
  const socket = connect(port, '127.0.0.1').setNoDelay(true);
  const waiting = new Map<number, { readonly at: number; readonly began: number }>();
  const connected = Promise.withResolvers<void>();
  const finished = Promise.withResolvers<void>();
  const reader = parser();
  reader.on('packet', (packet) => {
    if (packet.cmd === 'connack') connected.resolve();
    const sending = packet.cmd === 'puback' ? waiting.get(packet.messageId ?? 0) : undefined;
    if (!sending) return;
    waiting.delete(packet.messageId ?? 0);
    pubacks.push([sending.at, performance.now() - sending.began]);
    if (isStopping && waiting.size === 0) finished.resolve();
  });
  socket.on('data', (chunk) => reader.parse(chunk));
  const hello = { protocolId: 'MQTT', protocolVersion: 4, clean: true, keepalive: 0 } as const;
  const credential = { username: deviceId, password: Buffer.from(token) };
  socket.write(generate({ cmd: 'connect', clientId: deviceId, ...hello, ...credential }));
  await connected.promise;

  const topic = `city/v1/devices/${deviceId}/telemetry`;
  let count = 0;
  const publish = (): void => {
    const messageId = (count++ % 65_000) + 1;
    const at = Date.now();
    const payload = JSON.stringify({ boot: 'load', seq: count, ts: at, values: { level: 1 + (count % 10) / 100 } });
    waiting.set(messageId, { at, began: performance.now() });
    sent += 1;
    socket.write(generate({ cmd: 'publish', topic, payload, qos: 1, messageId, dup: false, retain: false }));
  };
  // Spread over the interval: a city's devices do not publish all at once.
  let timer = setTimeout(function again() {
    publish();
    timer = setTimeout(again, everyMillis);
  }, Math.random() * everyMillis);
  return async () => {
    clearTimeout(timer);
    if (waiting.size > 0) await finished.promise;
    socket.destroy();
  };
}

let stops: (() => Promise<void>)[] = [];
process.on('message', async (message: Order | 'stop') => {
  if (message !== 'stop') {
    stops = await Promise.all(Object.entries(message.tokens).map(([id, token]) => openDevice(id, token, message)));
    process.send?.('running');
    return;
  }
  isStopping = true;
  await Promise.all(stops.map((stop) => stop()));
  process.send?.({ sent, pubacks } satisfies LoadReport);
});
