import { parseArgs } from 'node:util';
import type { Logger } from 'pino';
import { STANDARDS } from '../../analytics/standards/index.ts';
import { startGateway } from '../../broker/gateway.ts';
import type { Principal } from '../../broker/principal.ts';
import { configChanges } from '../../city/config-changes.ts';
import { openCredentials, SERVICES } from '../../city/credentials.ts';
import { dataFolder } from '../../city/data-folder.ts';
import { readCity, readCityConfig } from '../../city/read-city.ts';
import { issueServiceTokens } from '../../city/service-tokens.ts';
import { DEVICE_MODELS } from '../../devices/device-models.ts';
import { DIALECTS } from '../../devices/dialects/dialects.ts';
import { createRegistry } from '../../devices/registry.ts';
import { openControlSocket } from '../../ipc/control-socket.ts';
import { systemTimers } from '../../ipc/system-timers.ts';
import { openJournal } from '../../journal/open-journal.ts';
import { ConfigError } from '../../model/config-error.ts';
import type { Journal } from '../../model/journal.ts';
import { JournalCorruptError } from '../../model/journal-corrupt-error.ts';
import { JournalLockedError } from '../../model/journal-locked-error.ts';
import { metricsText } from '../metrics.ts';
import { type RunningRole, runRole } from '../role.ts';
import { startStatusServer } from '../status-server.ts';
import { gatewayMetrics } from './gateway-metrics.ts';

/** The gateway role: listens for devices, knows who they are, appends to the journal, acknowledges. It never looks into a payload. */
async function gateway(root: string, log: Logger): Promise<RunningRole> {
  const folder = dataFolder(root);
  const config = readCityConfig(folder, process.env);
  log.level = config.log.level;
  const described = readCity(folder, config, DEVICE_MODELS, STANDARDS);
  const wallNow = () => Date.now();
  const { keepDays, keepDiskShare, warnDiskShare, stopDiskShare } = config.journal;
  const files = openJournal(folder.journal);
  const journal = await files
    .openWriter({
      wallNow,
      retention: { maxAgeDays: keepDays, maxDiskShare: keepDiskShare },
      stopDiskShare,
      onSetAside: (detail) => log.warn({ detail }, 'the journal was not as it was left: set aside, and going on'),
      onDisturbed: ({ detail }) => log.error({ detail }, 'somebody else touched the journal while it was written'),
    })
    .catch((error: unknown) => {
      if (error instanceof JournalLockedError)
        throw new ConfigError(folder.root, `${error.message}; end that one first`);
      throw asSetting(error);
    });

  const registry = await foldRegistry(files, journal.durableOffset).catch(async (error: unknown) => {
    await journal.close();
    throw asSetting(error);
  });
  const changes = configChanges(registry.view, described);
  // A driven city that nobody has told the time yet is at 0: no replay of old data may find it later than itself.
  const last = journal.lastReceivedAt ?? 0;
  const receivedAt = config.clock === 'wall' ? Math.max(last, wallNow()) : last;
  const times = { receivedAt, wallAt: wallNow() };
  if (changes.length > 0) {
    await journal.append(changes.map((change) => ({ kind: 'config', user: 'city-files', change, ...times })));
  }
  for (const change of changes) registry.apply(change);

  let credentials = openCredentials(folder.credentials);
  issueServiceTokens(folder, credentials);
  const { host, mqttPort, wsPort, statusPort, maxPacketKibibytes, maxConnections, maxWaitSeconds } = config.gateway;
  const door = await startGateway({
    host,
    mqttPort,
    wsPort,
    openControl: (controlled) => openControlSocket({ ...controlled, socketPath: folder.gatewaySocket }),
    journal,
    registry,
    clock: config.clock,
    wallNow,
    timers: systemTimers,
    topicsOf: (deviceId) => topicsOf(registry.view.devices.get(deviceId)?.dialect),
    authenticate: (user, token) => (credentials.verify(user, token) ? principalOf(user) : null),
    reloadCredentials: () => {
      credentials = openCredentials(folder.credentials);
    },
    limits: {
      maxPacketBytes: maxPacketKibibytes * 1024,
      maxConnections,
      maxWaitSeconds,
      warnDiskShare,
      stopDiskShare,
    },
    log,
  });
  const watch = files.watch({
    durableOffset: () => journal.durableOffset,
    now: () => performance.now(),
    wait: (millis) => new Promise((resolve) => setTimeout(resolve, millis).unref()),
    onDamage: (damage) => log.error({ damage }, 'a journal segment is damaged; npx citynerve verify --journal'),
    onFault: (error) => log.error({ err: error }, 'the journal could not be checked; tried again within the hour'),
  });
  const soundness = () => {
    // What the writer saw itself: the check in the background comes to it within the hour.
    const { lossDetail } = journal;
    return { name: 'journal-sound', ok: watch.isSound && lossDetail === null, detail: lossDetail ?? watch.detail };
  };
  const status = await startStatusServer({
    host,
    port: statusPort,
    readiness: async () => [...door.health(), soundness()],
    metrics: metricsText(gatewayMetrics(door.counters, door.pendingBytes, journal, watch)),
  });
  return {
    ready: { mqttPort: door.mqttPort, wsPort: door.wsPort, statusPort: status.port, cityTime: door.cityTime() },
    async close() {
      watch.stop();
      await status.close();
      await door.close();
      await journal.close();
    },
  };
}

async function foldRegistry(journal: Journal, until: number) {
  const registry = createRegistry();
  const reader = journal.openReader();
  for await (const { records } of reader.read({ from: 0, until, kinds: 'lasting' })) {
    for (const record of records) if (record.kind === 'config') registry.apply(record.change);
  }
  await reader.close();
  return registry;
}

/** Damage to what a gateway cannot do without is told in one line: a person has to look at it first. */
const asSetting = (error: unknown): unknown =>
  error instanceof JournalCorruptError ? new ConfigError('journal', error.message) : error;

const topicsOf = (dialect: string | undefined): readonly string[] =>
  DIALECTS.find(({ name }) => name === dialect)?.topics ?? [];

function principalOf(user: string): Principal {
  const service = SERVICES.find((name) => name === user);
  return service ? { role: 'service', name: service } : { role: 'device', deviceId: user };
}

const { values } = parseArgs({ options: { data: { type: 'string', default: 'data' } } });
await runRole('gateway', (log) => gateway(values.data, log));
