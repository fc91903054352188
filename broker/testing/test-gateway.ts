import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import pino from 'pino';
import { onTestFinished } from 'vitest';
import { openControlSocket } from '../../ipc/control-socket.ts';
import { systemTimers } from '../../ipc/system-timers.ts';
import type { ConfigChange } from '../../model/config-change.ts';
import type { Device } from '../../model/device.ts';
import type { JournalRecord } from '../../model/journal-record.ts';
import type { RegistryView } from '../../model/registry-view.ts';
import { createCityClock } from '../city-clock.ts';
import { type Gateway, startGateway } from '../gateway.ts';
import type { GatewayOptions } from '../gateway-options.ts';
import type { Principal, ServiceName } from '../principal.ts';
import { createMemoryJournal, type MemoryJournal } from './memory-journal.ts';

/** A gateway on free ports with a journal in memory, and clients connected to it; all are closed when the test ends. */
export interface TestGateway {
  readonly gateway: Gateway;
  readonly journal: MemoryJournal;
  readonly socketPath: string;
  readonly applied: readonly ConfigChange[];
  /** User names whose token is no longer valid. */
  readonly withdrawn: Set<string>;
  /** Connects; resolves with the client, rejects with the error of the CONNACK. The client never reconnects. */
  connect(user: string, options?: IClientOptions): Promise<MqttClient>;
  url(transport?: 'tcp' | 'websocket'): string;
  /**
   * Resolves when the gateway has handled what reached it before this call: after a complete CONNECT of another client.
   */
  settle(): Promise<void>;
}

/** The token of a user in the test gateway. */
export const tokenOf = (user: string): string => `token-of-${user}-0123456789abcdef`;

const SERVICES: readonly string[] = ['brain', 'clock', 'operator', 'flows'] satisfies ServiceName[];
const DEVICES = ['gauge-1', 'gauge-2'];
/** Name of the bridge in the test gateway, and its devices. */
const BRIDGE = 'harbour';
const BRIDGED = Array.from({ length: 10 }, (_, index) => `tide-${index + 1}`);

/**
 * Starts a gateway with the devices `gauge-1` and `gauge-2`, and `tide-1` to `tide-10` behind the bridge `harbour`;
 * `records` are in its journal from the start.
 */
export async function openTestGateway(
  options: Partial<Omit<GatewayOptions, 'clock'>> & {
    readonly clock?: 'wall' | 'driven';
    readonly records?: readonly JournalRecord[];
    readonly socketPath?: string;
  } = {},
): Promise<TestGateway> {
  const folder = await mkdtemp(join(tmpdir(), 'citynerve-gateway-'));
  const journal = createMemoryJournal(options.records);
  const applied: ConfigChange[] = [];
  const withdrawn = new Set<string>();
  const clients: MqttClient[] = [];
  const socketPath = options.socketPath ?? join(folder, 'run', 'gateway.sock');
  const { wallNow = Date.now, timers = systemTimers } = options;
  const gateway = await startGateway({
    mqttPort: 0,
    wsPort: 0,
    journal,
    registry: { view: viewOf(), apply: (change) => void applied.push(change) },
    authenticate: (user, token) => (token === tokenOf(user) && !withdrawn.has(user) ? principalOf(user) : null),
    isOfCity: (user) => [...DEVICES, ...BRIDGED, BRIDGE, ...SERVICES].includes(user),
    topicsOf: () => [],
    openControl: (controlled) => openControlSocket({ ...controlled, socketPath }),
    log: pino({ level: 'silent' }),
    ...options,
    wallNow,
    timers,
    clock: createCityClock({
      kind: options.clock ?? 'wall',
      lastReceivedAt: journal.lastReceivedAt,
      wallNow,
      monotonicNow: timers.now,
    }),
  });
  onTestFinished(async () => {
    for (const client of clients) client.end(true);
    await gateway.close();
    await rm(folder, { recursive: true });
  });

  const url = (transport: 'tcp' | 'websocket' = 'tcp'): string =>
    transport === 'tcp' ? `mqtt://127.0.0.1:${gateway.mqttPort}` : `ws://127.0.0.1:${gateway.wsPort}/mqtt`;

  async function connect(user: string, { protocol, ...rest }: IClientOptions = {}): Promise<MqttClient> {
    const client = mqtt.connect(url(protocol === 'ws' ? 'websocket' : 'tcp'), {
      clientId: user,
      username: user,
      password: tokenOf(user),
      reconnectPeriod: 0,
      ...rest,
    });
    clients.push(client);
    await new Promise<void>((resolve, reject) => {
      client.once('connect', () => resolve());
      client.once('error', reject);
      client.once('close', () => reject(new Error('closed before CONNACK')));
    });
    client.on('error', () => {});
    return client;
  }

  let barriers = 0;
  return {
    gateway,
    journal,
    socketPath,
    applied,
    withdrawn,
    connect,
    url,
    async settle() {
      const client = await connect('operator', { clientId: `operator:barrier-${++barriers}` });
      await client.endAsync();
    },
  };
}

function principalOf(user: string): Principal | null {
  if (user === BRIDGE) return { role: 'bridge', name: BRIDGE };
  return SERVICES.includes(user) ? { role: 'service', name: user as ServiceName } : { role: 'device', deviceId: user };
}

function viewOf(): RegistryView {
  const devices = new Map(
    [...DEVICES.map((id) => ({ id })), ...BRIDGED.map((id) => ({ id, bridge: BRIDGE }))].map((device) => [
      device.id,
      device as Device,
    ]),
  );
  const none = new Map<string, never>();
  return { city: null, zones: none, models: none, packs: none, devices, channel: () => undefined, zoneOf: () => null };
}
