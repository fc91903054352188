import { connect } from 'node:net';
import { generate, parser } from 'mqtt-packet';

// Load for the gateway's benchmark, in a process of its own: connections that keep a window of QoS 1 messages in flight.
const [port, messages, connections, window, token] = process.argv.slice(2);
const PER_CONNECTION = Math.floor(Number(messages) / Number(connections));
const WINDOW = Number(window);
const PAYLOAD = JSON.stringify({
  seq: 100_000,
  boot: 'a1b2c3',
  ts: 1_780_000_000_000,
  values: { rain: 1.25, level: { value: 0.731, unit: 'm' }, temperature: 28.4, humidity: 81.2, pressure: 1004.3 },
});

interface Device {
  send(): void;
  readonly done: Promise<void>;
}

async function openDevice(deviceId: string): Promise<Device> {
  const socket = connect(Number(port), '127.0.0.1');
  socket.setNoDelay(true);
  const topic = `city/v1/devices/${deviceId}/telemetry`;
  const connected = Promise.withResolvers<void>();
  const finished = Promise.withResolvers<void>();
  let sent = 0;
  let acknowledged = 0;
  function fill(): void {
    const packets: Buffer[] = [];
    while (sent < PER_CONNECTION && sent - acknowledged < WINDOW) {
      const messageId = (sent++ % 65_000) + 1;
      packets.push(generate({ cmd: 'publish', topic, payload: PAYLOAD, qos: 1, messageId, dup: false, retain: false }));
    }
    if (packets.length > 0) socket.write(Buffer.concat(packets));
  }
  const reader = parser();
  reader.on('packet', ({ cmd }) => {
    if (cmd === 'connack') connected.resolve();
    if (cmd === 'puback' && ++acknowledged === PER_CONNECTION) finished.resolve();
  });
  socket.on('data', (chunk) => {
    reader.parse(chunk);
    // Half a window at a time, as a device with a backlog would: not one packet per acknowledgement.
    if (sent - acknowledged <= WINDOW / 2) fill();
  });
  const credential = { username: deviceId, password: Buffer.from(token ?? '') };
  const hello = { protocolId: 'MQTT', protocolVersion: 4, clean: true, keepalive: 0 } as const;
  socket.write(generate({ cmd: 'connect', clientId: deviceId, ...hello, ...credential }));
  await connected.promise;
  return { send: fill, done: finished.promise };
}

const devices = await Promise.all(
  Array.from({ length: Number(connections) }, (_, index) => openDevice(`bench-${index}`)),
);
process.on('message', async () => {
  for (const device of devices) device.send();
  await Promise.all(devices.map(({ done }) => done));
  process.send?.('done');
});
process.send?.('ready');
