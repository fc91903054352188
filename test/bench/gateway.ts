import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Aedes } from 'aedes';
import pino from 'pino';
import { startGateway } from '../../broker/gateway.ts';
import { createRegistry } from '../../devices/registry.ts';
import { openJournalWriter } from '../../journal/writer.ts';

// CPU of the door per durable QoS 1 message, against bare Aedes that keeps nothing, in the same run. The load comes from another process.
const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '200000' },
    connections: { type: 'string', default: '50' },
    window: { type: 'string', default: '64' },
    rounds: { type: 'string', default: '3' },
    commit: { type: 'string', default: '0' },
  },
});
const MESSAGES = Number(values.messages);
const TOKEN = 'bench-token-0123456789';
const TOKEN_HASH = createHash('sha256').update(TOKEN).digest('hex');

interface Target {
  readonly port: number;
  close(): Promise<void>;
}

async function openBare(): Promise<Target> {
  const broker = await Aedes.createBroker();
  const server = createServer(broker.handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    async close() {
      await new Promise<void>((resolve) => broker.close(resolve));
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function openDoor(): Promise<Target> {
  const folder = mkdtempSync(join(tmpdir(), 'citynerve-bench-'));
  const journal = await openJournalWriter({
    directory: join(folder, 'journal'),
    wallNow: Date.now,
    minimumCommitMillis: Number(values.commit),
  });
  const gateway = await startGateway({
    mqttPort: 0,
    wsPort: 0,
    journal,
    registry: createRegistry(),
    authenticate: (deviceId, token) =>
      createHash('sha256').update(token).digest('hex') === TOKEN_HASH ? { role: 'device', deviceId } : null,
    clock: 'wall',
    wallNow: Date.now,
    socketPath: join(folder, 'gateway.sock'),
    limits: { messagesPerSecond: Number.POSITIVE_INFINITY },
    log: pino({ level: 'error' }),
  });
  return {
    port: gateway.mqttPort,
    async close() {
      await gateway.close();
      await journal.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Microseconds of this process's CPU per acknowledged message, and messages per second. */
async function measure(open: () => Promise<Target>): Promise<{ micros: number; rate: number }> {
  const target = await open();
  const load = fork(fileURLToPath(new URL('mqtt-load.ts', import.meta.url)), [
    String(target.port),
    String(MESSAGES),
    values.connections,
    values.window,
    TOKEN,
  ]);
  const word = (wanted: string): Promise<void> =>
    new Promise((resolve, reject) => {
      load.on('message', (said) => said === wanted && resolve());
      load.once('exit', (code) => reject(new Error(`the load ended with ${code}`)));
    });
  await word('ready');
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  load.send('go');
  await word('done');
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (performance.now() - startedAt) / 1000;
  load.removeAllListeners('exit');
  load.kill();
  await target.close();
  return { micros: (user + system) / MESSAGES, rate: MESSAGES / seconds };
}

const median = (numbers: number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;

const results: Record<'bare' | 'door', { micros: number; rate: number }[]> = { bare: [], door: [] };
for (let round = 0; round < Number(values.rounds); round++) {
  results.bare.push(await measure(openBare));
  results.door.push(await measure(openDoor));
}
for (const [name, runs] of Object.entries(results)) {
  const micros = median(runs.map((run) => run.micros)).toFixed(2);
  const rate = Math.round(median(runs.map((run) => run.rate)));
  process.stdout.write(`${name.padEnd(5)} ${micros} µs CPU per QoS 1 message, ${rate} messages/s\n`);
}
const ratio = median(results.door.map((run) => run.micros)) / median(results.bare.map((run) => run.micros));
process.stdout.write(`door / bare ${ratio.toFixed(2)} (bound 0.90)\n`);
