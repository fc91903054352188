import { connect, type Socket } from 'node:net';
import { generate } from 'mqtt-packet';
import { createPackets, type PacketOf } from './packets.ts';
import type { ReconnectMessage, ReconnectOrder } from './reconnect-order.ts';

// Many devices that each publish now and then, reconnect by themselves, and send again messages without PUBACK.
// In a process of its own, with commands over IPC.

const PUBACK = 0x40;
const CONNACK = 0x20;
const PACKET_BYTES = 4;
const LONGEST_WAIT_MILLIS = 30_000;
const ANSWER_WITHIN_MILLIS = 30_000;

interface DeviceUnderLoad {
  readonly name: string;
  readonly token: string;
  readonly packetOf: PacketOf;
  acknowledged: number;
  failures: number;
  socket: Socket | null;
  /** Until its next message. */
  timer: NodeJS.Timeout | null;
}

let order: ReconnectOrder;
let devices: readonly DeviceUnderLoad[] = [];
let brokenAt = 0;
let attempts = 0;
let refused = 0;
let isStopping = false;
/** Milliseconds from the disconnect to each device's first PUBACK. */
let backAfter: number[] = [];
let waiting = new Set<DeviceUnderLoad>();

const tell = (news: ReconnectMessage): void => void process.send?.(news);

function open(device: DeviceUnderLoad): void {
  attempts += 1;
  const socket = connect(order.port, '127.0.0.1').setNoDelay(true);
  device.socket = socket;
  const hello = { protocolId: 'MQTT', protocolVersion: 4, clean: true, keepalive: 60 } as const;
  const { name, token } = device;
  socket.write(generate({ cmd: 'connect', clientId: name, username: name, password: Buffer.from(token), ...hello }));
  let rest = Buffer.alloc(0);
  let isIn = false;
  const silence = setTimeout(() => socket.destroy(), ANSWER_WITHIN_MILLIS);
  socket.on('data', (chunk) => {
    let bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    for (; bytes.length >= PACKET_BYTES; bytes = bytes.subarray(PACKET_BYTES)) {
      if (bytes[0] === CONNACK && bytes[3] === 0) {
        isIn = true;
        clearTimeout(silence);
        device.failures = 0;
        publish(device);
      } else if (bytes[0] === CONNACK) refused += 1;
      else if (bytes[0] === PUBACK && bytes.readUInt16BE(2) === messageIdOf(device)) acknowledged(device);
    }
    rest = bytes;
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    clearTimeout(silence);
    device.socket = null;
    if (device.timer) clearTimeout(device.timer);
    if (isStopping) return;
    if (!isIn) device.failures += 1;
    setTimeout(() => open(device), waitMillis(device.failures));
  });
}

/** `fixed`: a second, as MQTT.js. `jitter`: random, below a bound that doubles with each failure, as devices should. */
function waitMillis(failures: number): number {
  if (order.backOff === 'fixed') return 1_000;
  return Math.random() * Math.min(LONGEST_WAIT_MILLIS, 1_000 * 2 ** failures);
}

/** The next message, or again the one without PUBACK. */
function publish(device: DeviceUnderLoad): void {
  if (isStopping || device.socket === null) return;
  device.socket.write(device.packetOf(device.acknowledged, messageIdOf(device)));
}

/** Handles the PUBACK of the message in flight. */
const messageIdOf = ({ acknowledged: before }: DeviceUnderLoad): number => (before % 60_000) + 1;

function acknowledged(device: DeviceUnderLoad): void {
  device.acknowledged += 1;
  if (waiting.delete(device)) {
    backAfter.push(performance.now() - brokenAt);
    if (waiting.size === 0) tell({ type: 'back', backAfter, attempts, refused });
  }
  device.timer = setTimeout(() => publish(device), order.everySeconds * 1_000);
}

/** From now on devices that are back are counted. */
function expectBreak(): void {
  brokenAt = performance.now();
  attempts = 0;
  refused = 0;
  backAfter = [];
  waiting = new Set(devices);
}

function begin(asked: ReconnectOrder): void {
  order = asked;
  const everyMillis = order.everySeconds * 1_000;
  devices = order.clients.map(({ name, token }, index) => ({
    name,
    token,
    packetOf: createPackets({ payload: 'json-1', qos: 1, from: order.from, perMinute: 1 }, name, index),
    acknowledged: 0,
    failures: 0,
    socket: null,
    timer: null,
  }));
  expectBreak();
  // Spread over one interval, and so they stay.
  for (const [index, device] of devices.entries()) {
    setTimeout(() => open(device), (index / devices.length) * everyMillis);
  }
}

process.on('message', (command: { type: 'begin'; order: ReconnectOrder } | { type: 'break' | 'stop' }) => {
  if (command.type === 'begin') begin(command.order);
  if (command.type === 'break') {
    expectBreak();
    tell({ type: 'counting' });
  }
  if (command.type === 'stop') {
    isStopping = true;
    tell({ type: 'stopped', acknowledged: devices.reduce((sum, device) => sum + device.acknowledged, 0) });
    for (const { socket } of devices) socket?.end();
    setTimeout(() => process.exit(0), 1_000);
  }
});
