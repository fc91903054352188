import { fork } from 'node:child_process';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type LedgerEntry, messageDifference, valueDifference } from '../../model/ledger.ts';
import { startBenchCity } from './bench-city.ts';
import { cpuMicros, residentMebibytes } from './process-use.ts';
import type { ReconnectMessage, ReconnectOrder } from './reconnect-order.ts';
import { spreadOf } from './statistics.ts';

/** Recovery of a city's devices after `kill -9` of the gateway. */
export interface Reconnect {
  readonly backOff: ReconnectOrder['backOff'];
  /** From the kill until the gateway listens again. */
  readonly listensAfterSeconds: number;
  /** From the kill until half, 99 % and all of the devices have a PUBACK again. */
  readonly backAfterSeconds: { readonly half: number; readonly nearly: number; readonly all: number };
  readonly attempts: number;
  readonly refused: number;
  /** Of the new gateway, from its start until all devices are back. */
  readonly gatewayCpuSeconds: number;
  readonly gatewayMebibytes: number;
  readonly acknowledged: number;
  /** Acknowledged messages that are not in the ledger. */
  readonly lost: number;
  readonly isBalanced: boolean;
}

const EVERY_SECONDS = 10;
const LOOK_MILLIS = 20;

/** Every device has its own connection and credential and publishes with QoS 1 every ten seconds. */
export async function measureReconnect(devices: number, backOff: ReconnectOrder['backOff']): Promise<Reconnect> {
  const city = await startBenchCity({ devices, payload: 'json-1', settings: { clock: 'wall' } });
  const child = fork(fileURLToPath(new URL('reconnect-load.ts', import.meta.url)), { execArgv: process.execArgv });
  const endWithUs = () => void child.kill('SIGKILL');
  process.once('exit', endWithUs);
  const news = <T extends ReconnectMessage['type']>(type: T) =>
    new Promise<Extract<ReconnectMessage, { type: T }>>((resolve, reject) => {
      const heard = (said: ReconnectMessage) => {
        if (said.type !== type) return;
        child.off('message', heard);
        resolve(said as Extract<ReconnectMessage, { type: T }>);
      };
      child.on('message', heard);
      child.once('exit', (code) => reject(new Error(`the devices ended with ${code}`)));
    });
  try {
    const { clients, running } = city;
    const order: ReconnectOrder = {
      port: running.mqttPort,
      clients,
      everySeconds: EVERY_SECONDS,
      backOff,
      from: Date.now(),
    };
    const allBack = news('back');
    child.send({ type: 'begin', order });
    await allBack;

    const counting = news('counting');
    child.send({ type: 'break' });
    await counting;
    const back = news('back');
    const killedAt = performance.now();
    const killed = running.supervisor.pids()['gateway'] ?? 0;
    process.kill(killed, 'SIGKILL');
    while (running.supervisor.pids()['gateway'] === killed)
      await new Promise((resolve) => setTimeout(resolve, LOOK_MILLIS));
    const listensAfter = await untilListening(running.mqttPort, killedAt);
    const { backAfter, attempts, refused } = await back;
    const gateway = running.supervisor.pids()['gateway'] ?? 0;
    const [gatewayCpu, gatewayMebibytes] = [cpuMicros(gateway), residentMebibytes(gateway)];

    const stopped = news('stopped');
    child.send({ type: 'stop' });
    const { acknowledged } = await stopped;
    await city.folded();
    const { totals } = await city.get<{ totals: LedgerEntry }>('/api/ledger');
    const { received, duplicate } = totals.messages;
    const { p50, p99, most } = spreadOf(backAfter);
    return {
      backOff,
      listensAfterSeconds: listensAfter / 1_000,
      backAfterSeconds: { half: p50 / 1_000, nearly: p99 / 1_000, all: most / 1_000 },
      attempts,
      refused,
      gatewayCpuSeconds: gatewayCpu / 1_000_000,
      gatewayMebibytes,
      acknowledged,
      lost: Math.max(0, acknowledged - (received - duplicate)),
      isBalanced: messageDifference(totals) === 0 && valueDifference(totals) === 0,
    };
  } finally {
    child.kill('SIGKILL');
    process.off('exit', endWithUs);
    await city.close();
  }
}

/** Milliseconds from `since` until the port accepts a connection. */
async function untilListening(port: number, since: number): Promise<number> {
  for (;;) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('close', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (isOpen) return performance.now() - since;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MILLIS));
  }
}
