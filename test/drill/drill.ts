import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import mqtt from 'mqtt';
import type { Logger } from 'pino';
import type { Alert } from '../../model/alert.ts';
import { createRandom } from '../../simulator/random.ts';
import { eventually } from '../harness/eventually.ts';
import { type Influxd, startInfluxd } from '../harness/influxd.ts';
import { startTestCity, type TestCity } from '../harness/test-city.ts';
import { checkDrill, type DrillFindings } from './check-drill.ts';
import { drillDevices } from './drill-devices.ts';
import type { LoadMessage, LoadOrder } from './load.ts';

const LONGEST_WAIT_MILLIS = 5_000;

export const ROLES = ['gateway', 'brain', 'store', 'flows'] as const;
export type DrilledRole = (typeof ROLES)[number];

/** Options of a drill; the same seed kills the same roles after the same numbers of bytes. */
export interface DrillOptions {
  readonly rounds: number;
  readonly seed: number;
  readonly roles: readonly DrilledRole[];
  readonly store: 'duckdb' | 'influx';
  /** One line for a person. */
  readonly say: (line: string) => void;
  /** Warnings of the supervisor: why a role ended that nobody had killed. */
  readonly log?: Logger;
}

/** Result of a drill. */
export interface DrillReport extends DrillFindings {
  readonly kills: Readonly<Record<string, number>>;
  /** Rounds in which messages were not acknowledged at the moment of the kill. */
  readonly killedInFlight: number;
  readonly sent: number;
}

const FROM = Date.UTC(2026, 6, 1);
const LEAST_BYTES = 30_000;
const MOST_BYTES = 3_600_000;

/**
 * Kills roles of a real city under load, then proves from outside that nothing is missing and nothing took effect
 * twice.
 */
export async function runDrill(options: DrillOptions): Promise<DrillReport> {
  const { rounds, seed, store, say } = options;
  const influxd = store === 'influx' ? await startInfluxd() : null;
  // DuckDB has no process of its own: it is killed with the brain.
  const roles = options.roles.filter((role) => role !== 'store' || influxd !== null);
  const devices = drillDevices();
  const setting = influxd ? `influx://${influxd.host}:${influxd.port}/drill?version=1` : 'duckdb';
  const city = await startTestCity({
    devices,
    clock: 'driven',
    settings: { store: setting, flows: { isOn: roles.includes('flows') } },
    // Roles are killed on purpose: a short back-off instead of half a minute.
    longestWaitMillis: LONGEST_WAIT_MILLIS,
    ...(options.log && { log: options.log }),
  });
  const ears = await listen(city);
  const load = fork(fileURLToPath(new URL('load.ts', import.meta.url)), { execArgv: process.execArgv });
  const news = newsOf(load);
  try {
    const tokens = Object.fromEntries(devices.map(({ id }) => [id, city.token(id)]));
    const order: LoadOrder = {
      type: 'begin',
      port: city.running.mqttPort,
      tokens,
      clockToken: city.token('clock'),
      from: FROM,
    };
    load.send(order);
    const random = createRandom(seed, 'drill');
    const kills: Record<string, number> = {};
    const killed = new Set<number>();
    let killedInFlight = 0;
    for (let round = 1; round <= rounds; round += 1) {
      const role = roles[random.integer(0, roles.length - 1)] ?? 'gateway';
      const afterBytes = random.integer(LEAST_BYTES, MOST_BYTES);
      const pid = await eventually(() => pidOf(role, city, influxd, killed));
      killed.add(pid);
      load.send({ type: 'kill', pid, afterBytes });
      const { inFlight, hadEnded } = await news('killed');
      if (hadEnded) throw new Error(`${role} (process ${pid}) ended by itself before it was killed`);
      kills[role] = (kills[role] ?? 0) + 1;
      if (inFlight > 0) killedInFlight += 1;
      say(`round ${round}: ${role} killed after ${afterBytes} bytes with ${inFlight} messages in flight`);
      if (role === 'store') await influxd?.restart();
    }
    load.send({ type: 'stop' });
    const { messages, sent } = await news('done');
    const findings = await checkDrill({ city, setting, messages, ...ears });
    return { ...findings, kills, killedInFlight, sent };
  } finally {
    load.kill('SIGKILL');
    ears.close();
    await city.close();
    await influxd?.stop();
  }
}

/** Alerts on MQTT: the different texts received for each alert and revision, and the retained messages by topic. */
async function listen(city: TestCity) {
  const heard = new Map<string, Set<string>>();
  const retained = new Map<string, string>();
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${city.running.mqttPort}`, {
    clientId: 'operator',
    username: 'operator',
    password: city.token('operator'),
    reconnectPeriod: 100,
  });
  client.on('error', () => {});
  // A gateway's retained messages end with it.
  client.on('connect', () => retained.clear());
  client.on('message', (topic, payload) => {
    if (payload.length === 0) return void retained.delete(topic);
    const text = payload.toString('utf8');
    const { id, revision } = JSON.parse(text) as Alert;
    const key = `${id}@${revision}`;
    heard.set(key, (heard.get(key) ?? new Set()).add(text));
    retained.set(topic, text);
  });
  await client.subscribeAsync('city/v1/alerts/#', { qos: 1 });
  const listenAgain = async (): Promise<void> => {
    await client.unsubscribeAsync('city/v1/alerts/#');
    retained.clear();
    await client.subscribeAsync('city/v1/alerts/#', { qos: 1 });
  };
  return { heard, retained, listenAgain, close: () => client.end(true) };
}

/** The process of a role; one that was killed a moment ago may still be listed. */
function pidOf(role: DrilledRole, city: TestCity, influxd: Influxd | null, killed: ReadonlySet<number>): number {
  const pid = role === 'store' ? influxd?.pid : city.running.supervisor.pids()[role];
  if (pid === undefined || killed.has(pid)) throw new Error(`${role} is not running`);
  return pid;
}

/** Messages of the load, in order; rejects when the load ends by itself. */
function newsOf(load: ChildProcess) {
  const said: LoadMessage[] = [];
  let wake = (): void => {};
  let isOver = false;
  load.on('message', (message) => {
    said.push(message as LoadMessage);
    wake();
  });
  load.once('exit', () => {
    isOver = true;
    wake();
  });
  return async <T extends LoadMessage['type']>(type: T): Promise<Extract<LoadMessage, { type: T }>> => {
    for (;;) {
      const next = said.shift();
      if (next?.type === type) return next as Extract<LoadMessage, { type: T }>;
      if (next === undefined && isOver) throw new Error('the load ended by itself');
      if (next === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  };
}
