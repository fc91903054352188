import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import type { Logger } from 'pino';
import { STANDARDS } from './analytics/standards/index.ts';
import { startGateway } from './broker/gateway.ts';
import type { Principal } from './broker/principal.ts';
import { configChanges } from './city/config-changes.ts';
import { ConfigError } from './city/config-error.ts';
import { openCredentials, SERVICES } from './city/credentials.ts';
import { dataFolder } from './city/data-folder.ts';
import { readCity, readCityConfig } from './city/read-city.ts';
import { issueServiceTokens } from './city/service-tokens.ts';
import { DEVICE_MODELS } from './devices/models/index.ts';
import { createRegistry } from './devices/registry.ts';
import { JournalLockedError } from './journal/journal-locked-error.ts';
import { openJournalReader } from './journal/reader.ts';
import { openJournalWriter } from './journal/writer.ts';
import { type RunningRole, runRole } from './role.ts';

/** The gateway role: listens for devices, knows who they are, appends to the journal, acknowledges. It never looks into a payload. */
async function gateway(root: string, log: Logger): Promise<RunningRole> {
  const folder = dataFolder(root);
  const config = readCityConfig(folder, process.env);
  const described = readCity(folder, config, DEVICE_MODELS, STANDARDS);
  const wallNow = () => Date.now();
  const journal = await openJournalWriter({
    directory: folder.journal,
    wallNow,
    retention: { maxAgeDays: config.journal.keepDays, maxDiskShare: config.journal.keepDiskShare },
  }).catch((error: unknown) => {
    if (error instanceof JournalLockedError) throw new ConfigError(folder.root, `${error.message}; end that one first`);
    throw error;
  });
  const registry = createRegistry();
  const reader = openJournalReader({ directory: folder.journal });
  for await (const batch of reader.read({ from: 0, until: journal.durableOffset, kinds: 'lasting' })) {
    for (const record of batch.records) if (record.kind === 'config') registry.apply(record.change);
  }
  await reader.close();
  const changes = configChanges(registry.view, described);
  let credentials = openCredentials(folder.credentials);
  issueServiceTokens(folder, credentials);

  const door = await startGateway({
    host: config.gateway.host,
    mqttPort: config.gateway.mqttPort,
    wsPort: config.gateway.wsPort,
    socketPath: folder.gatewaySocket,
    journal,
    registry,
    changes,
    clock: config.clock,
    wallNow,
    authenticate: (user, token) => (credentials.verify(user, token) ? principal(user) : null),
    reloadCredentials: () => {
      credentials = openCredentials(folder.credentials);
    },
    limits: {
      maxPacketBytes: config.gateway.maxPacketKibibytes * 1024,
      maxConnections: config.gateway.maxConnections,
      maxWaitSeconds: config.gateway.maxWaitSeconds,
    },
    log,
  });
  return { ready: { mqttPort: door.mqttPort, wsPort: door.wsPort }, close: async () => { await door.close(); await journal.close(); } };
}

const principal = (user: string): Principal => {
  const service = SERVICES.find((name) => name === user);
  return service ? { role: 'service', name: service } : { role: 'device', deviceId: user };
};
void createServer;

const { values } = parseArgs({ options: { data: { type: 'string', default: 'data' } } });
await runRole('gateway', process.env['CITYNERVE_LOG_LEVEL'] ?? 'info', (log) => gateway(values.data, log));
