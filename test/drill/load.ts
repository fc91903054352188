import { payloadsOf, STEP_SECONDS } from './drill-devices.ts';
import { RawDevice } from './raw-device.ts';
import { INTERVAL_SECONDS } from './storm.ts';

// The devices and the clock of a drilled city, in a process of their own, with commands over IPC. City time advances
// with the PUBACKs: the clock goes on while the oldest message in flight is at most MOST_BEHIND_SECONDS old.

/** Begin. */
export interface LoadOrder {
  readonly type: 'begin';
  readonly port: number;
  readonly tokens: Readonly<Record<string, string>>;
  readonly clockToken: string;
  /** City time at which it begins, milliseconds since 1970. */
  readonly from: number;
}

/** Kills a process when so many more bytes have been written. */
export interface KillOrder {
  readonly type: 'kill';
  readonly pid: number;
  readonly afterBytes: number;
}

/** A kill that was carried out, or, after `stop`, the acknowledged messages of each device. */
export type LoadMessage =
  | { readonly type: 'killed'; readonly inFlight: number; readonly hadEnded: boolean }
  | { readonly type: 'done'; readonly messages: Readonly<Record<string, number>>; readonly sent: number };

const MOST_BEHIND_SECONDS = 40;
/** Wait between two steps of the clock: limits the load to about 15,000 messages a second, more than two cores take. */
const STEP_MILLIS = 20;

let kill: { readonly pid: number; left: number } | null = null;
let devices: readonly RawDevice[] = [];
let isStopping = false;

function onBytes(bytes: number): void {
  if (kill === null) return;
  kill.left -= bytes;
  if (kill.left > 0) return;
  const { pid } = kill;
  kill = null;
  const inFlight = devices.reduce((sum, device) => sum + device.inFlight, 0);
  tell({ type: 'killed', inFlight, hadEnded: !killNow(pid) });
}

/** False: the process had ended before. */
function killNow(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}

const tell = (news: LoadMessage): void => void process.send?.(news);

async function run({ port, tokens, clockToken, from }: LoadOrder): Promise<void> {
  const clock = new RawDevice({ name: 'clock', token: clockToken, port, onBytes });
  const names = Object.keys(tokens);
  const published = new Map(names.map((name) => [name, 0]));
  const open = new Map(
    names.map((name) => [name, new RawDevice({ name, token: tokens[name] ?? '', port, onBytes })] as const),
  );
  devices = [...open.values()];
  const waiting = new Map<number, number>();
  let second = 0;
  const send = (name: string, device: RawDevice, payload: string): void => {
    const at = second;
    waiting.set(at, (waiting.get(at) ?? 0) + 1);
    void device.publish(`city/v1/devices/${name}/telemetry`, payload).then(() => {
      const left = (waiting.get(at) ?? 1) - 1;
      if (left === 0) waiting.delete(at);
      else waiting.set(at, left);
    });
  };
  const oldest = (): number => waiting.keys().next().value ?? second;
  while (!isStopping) {
    await new Promise((resolve) => setTimeout(resolve, STEP_MILLIS));
    if (second - oldest() > MOST_BEHIND_SECONDS) continue;
    second += STEP_SECONDS;
    await clock.publish('city/v1/clock', JSON.stringify({ now: from + second * 1000 }));
    for (const [index, deviceId] of names.entries()) {
      const device = open.get(deviceId);
      if (device === undefined) continue;
      const n = published.get(deviceId) ?? 0;
      const payloads = payloadsOf({ deviceId, index, n, from, second });
      published.set(deviceId, n + payloads.length);
      for (const payload of payloads) send(deviceId, device, payload);
    }
  }
  while (devices.some(({ inFlight }) => inFlight > 0)) await new Promise((resolve) => setTimeout(resolve, STEP_MILLIS));
  // An hour more, so that the watermark releases everything.
  for (let minute = 0; minute < 60; minute += 1) {
    second += INTERVAL_SECONDS;
    await clock.publish('city/v1/clock', JSON.stringify({ now: from + second * 1000 }));
  }
  for (const device of [clock, ...devices]) device.close();
  tell({
    type: 'done',
    messages: Object.fromEntries(published),
    sent: devices.reduce((sum, device) => sum + device.sent, 0),
  });
  process.disconnect();
}

process.on('message', (order: LoadOrder | KillOrder | { readonly type: 'stop' }) => {
  if (order.type === 'begin') void run(order);
  else if (order.type === 'kill') kill = { pid: order.pid, left: order.afterBytes };
  else isStopping = true;
});
