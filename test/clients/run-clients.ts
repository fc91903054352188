import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JoinedEntry } from '../../api/accepted-books.ts';
import { openCredentials } from '../../city/credentials.ts';
import { openJournal } from '../../journal/open-journal.ts';
import { messageDifference, valueDifference } from '../../model/ledger.ts';
import { createRandom } from '../../simulator/random.ts';
import { openStore } from '../../store/open-store.ts';
import { openCuttingProxy } from '../harness/cutting-proxy.ts';
import { eventually } from '../harness/eventually.ts';
import { startTestCity, type TestCity, testDevice } from '../harness/test-city.ts';
import { bridge, bridgeOf } from './bridge.ts';
import type { RealClient } from './client-order.ts';
import type { ClientReport } from './client-report.ts';
import { CopyCounter } from './count-copies.ts';
import { indexOf, MANNERS, type Manner, payloadsOf } from './manner.ts';
import { mosquittoPub } from './mosquitto-pub.ts';
import { mqttJs } from './mqtt-js.ts';
import { paho } from './paho.ts';

/** Clients by name. */
export const CLIENTS = { paho, 'mqtt-js': mqttJs, 'mosquitto-pub': mosquittoPub, bridge } as const satisfies Readonly<
  Record<string, RealClient>
>;
export type ClientName = keyof typeof CLIENTS;

/** A CONNACK, what a bridge asks first, and some PUBACKs: or no message would ever pass. */
const LEAST_BYTES_BACK = 40;
const PUBACK_BYTES = 4;
/** A connection lives for this share of the messages on average. A bridge takes 6 s to connect again. */
const shareOfConnection = (client: ClientName): number => (client === 'bridge' ? 1 / 6 : 1 / 20);

/**
 * Has clients publish in every manner to a real city of its own, each through a proxy that cuts its connections at
 * random, and compares what was sent with what is stored. The same seed cuts after the same numbers of bytes.
 */
export async function runClients(options: {
  readonly clients: readonly ClientName[];
  /** Of each client in each manner. */
  readonly messages: number;
  readonly seed: number;
}): Promise<readonly ClientReport[]> {
  const { clients, messages, seed } = options;
  const runs = clients.flatMap((client) => MANNERS.map((manner) => ({ client, manner, id: `${client}-${manner}` })));
  const tokens = new Map<string, string>();
  const city = await startTestCity({
    devices: runs.map(({ client, id }) =>
      testDevice(id, 'noise-meter', client === 'bridge' ? { bridge: bridgeOf(id) } : {}),
    ),
    beforeStart(data) {
      const bridges = runs.filter(({ client }) => client === 'bridge').map(({ id }) => bridgeOf(id));
      for (const [name, token] of openCredentials(data.credentials).issue(bridges)) tokens.set(name, token);
    },
  });
  const scratch = mkdtempSync(join(tmpdir(), 'citynerve-clients-'));
  try {
    const outcomes = await Promise.all(
      runs.map(async ({ client, manner, id }) => {
        const token = client === 'bridge' ? tokens.get(bridgeOf(id)) : city.token(id);
        if (token === undefined) throw new Error(`no token of ${id}`);
        const payloads = payloadsOf(manner, messages, Date.now());
        const order = { deviceId: id, token, topic: `city/v1/devices/${id}/telemetry`, payloads, scratch };
        return { client, manner, id, ...(await publish(client, order, { target: city.running.mqttPort, seed })) };
      }),
    );
    const accounts = await settled(city);
    await city.running.close();
    const copies = await readJournal(city);
    const rows = await readStore(
      city,
      outcomes.map(({ id }) => id),
    );
    return outcomes.map(({ client, manner, id, acknowledged, cuts }) => {
      const account = accounts.get(id);
      if (account === undefined) throw new Error(`no account of ${id}`);
      const stored = rows.get(id) ?? [];
      return {
        client,
        manner,
        sent: messages,
        acknowledged,
        ...copies.of(id),
        stored: stored.length,
        ...compare(manner, messages, stored),
        repeatsRecognised: account.messages.duplicate + account.values.duplicate,
        possibleRepeats: account.values.possibleRepeat,
        cuts,
        isBalanced: messageDifference(account) === 0 && valueDifference(account) === 0,
      };
    });
  } finally {
    await city.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function publish(
  client: ClientName,
  order: Omit<Parameters<RealClient>[0], 'port'>,
  { target, seed }: { readonly target: number; readonly seed: number },
): Promise<{ readonly acknowledged: number; readonly cuts: number }> {
  const random = createRandom(seed, order.deviceId);
  const { length } = order.payloads;
  const most = 2 * PUBACK_BYTES * length * shareOfConnection(client);
  let connections = 0;
  const proxy = await openCuttingProxy(
    target,
    // By bytes of the client some would never get on: each connection would end in what they send again.
    () => Number.POSITIVE_INFINITY,
    () => {
      connections += 1;
      return LEAST_BYTES_BACK + Math.floor(random.next() * most);
    },
  );
  try {
    const acknowledged = await CLIENTS[client]({ ...order, port: proxy.port });
    // The last connection ended by itself.
    return { acknowledged, cuts: connections - 1 };
  } finally {
    await proxy.close();
  }
}

/** Accounts of the devices when every value has been decided and stored. */
async function settled(city: TestCity): Promise<ReadonlyMap<string, JoinedEntry>> {
  await city.folded();
  return await eventually(async () => {
    const { entries } = await city.get<{ entries: JoinedEntry[] }>('/api/ledger');
    for (const { deviceId, messages, values, store } of entries) {
      if (messages.inFlight + values.inFlight > 0 || store?.waiting !== 0)
        throw new Error(`${deviceId} is not settled`);
    }
    return new Map(entries.map((entry) => [entry.deviceId, entry]));
  });
}

async function readJournal(city: TestCity): Promise<CopyCounter> {
  const counter = new CopyCounter();
  const reader = openJournal(city.folder.journal).openReader();
  for await (const { records } of reader.read({ from: 0, until: Number.MAX_SAFE_INTEGER, maxRecords: 10_000 })) {
    for (const record of records) counter.take(record);
  }
  await reader.close();
  return counter;
}

/** Values in the store by device. */
async function readStore(city: TestCity, ids: readonly string[]): Promise<ReadonlyMap<string, readonly number[]>> {
  const onDamage = (detail: string): never => {
    throw new Error(detail);
  };
  const store = await openStore({ setting: 'duckdb', folder: city.folder, generation: 1, onDamage });
  const range = { from: 0, until: Number.MAX_SAFE_INTEGER, limit: 1_000_000 };
  const values = new Map<string, readonly number[]>();
  for (const deviceId of ids) {
    values.set(
      deviceId,
      (await store.range({ deviceId, ...range })).map(({ value }) => value),
    );
  }
  await store.close();
  return values;
}

function compare(manner: Manner, messages: number, stored: readonly number[]) {
  if (manner === 'equal') {
    const more = stored.length - messages;
    return { missing: Math.max(0, -more), storedTwice: Math.max(0, more) };
  }
  const different = new Set(stored.map(indexOf)).size;
  return { missing: messages - different, storedTwice: stored.length - different };
}
