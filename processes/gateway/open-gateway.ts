import type { Logger } from 'pino';
import { STANDARDS } from '../../analytics/standards/index.ts';
import type { CityClock } from '../../broker/city-clock.ts';
import { startGateway } from '../../broker/gateway.ts';
import type { Principal } from '../../broker/principal.ts';
import type { CityConfig } from '../../city/city-config.ts';
import { openCredentials, SERVICES } from '../../city/credentials.ts';
import { type DataFolder, dataFolder } from '../../city/data-folder.ts';
import { readCity, readCityConfig } from '../../city/read-city.ts';
import { issueServiceTokens } from '../../city/service-tokens.ts';
import { DEVICE_MODELS } from '../../devices/device-models.ts';
import { DIALECTS } from '../../devices/dialects/dialects.ts';
import type { Registry } from '../../devices/registry.ts';
import { openControlSocket } from '../../ipc/control-socket.ts';
import { systemTimers } from '../../ipc/system-timers.ts';
import { openJournal } from '../../journal/open-journal.ts';
import type { JournalWriter } from '../../model/journal.ts';
import { metricsText } from '../metrics.ts';
import type { RunningRole } from '../role.ts';
import { startStatusServer } from '../status-server.ts';
import { gatewayMetrics } from './gateway-metrics.ts';
import { openCityJournal } from './open-city-journal.ts';
import { openRegistry } from './open-registry.ts';
import { watchIntegrity } from './watch-integrity.ts';

/**
 * Opens the gateway of the city in the folder `root`: it accepts devices, authenticates them, appends to the journal,
 * acknowledges, and never interprets a payload. When one part does not open, those before it are closed again. Throws a
 * `ConfigError` for what a person has to correct first.
 */
export async function openGateway(
  root: string,
  log: Logger,
  {
    environment = process.env,
    wallNow = () => Date.now(),
  }: { readonly environment?: NodeJS.ProcessEnv; readonly wallNow?: () => number } = {},
): Promise<RunningRole> {
  const folder = dataFolder(root);
  const config = readCityConfig(folder, environment);
  log.level = config.log.level;
  const described = readCity(folder, config, {
    models: DEVICE_MODELS,
    packs: STANDARDS,
    dialects: DIALECTS.map(({ name }) => name),
  });

  const files = openJournal(folder.journal);
  await using opened = new AsyncDisposableStack();
  const journal = opened.adopt(await openCityJournal(files, folder, config, { log, wallNow }), (open) => open.close());
  const { registry, clock, isGapJournalled } = await openRegistry({
    files,
    journal,
    described,
    clock: {
      kind: config.clock,
      wallNow,
      monotonicNow: systemTimers.now,
      maxForwardMillis: config.gateway.maxClockJumpDays * 86_400_000,
    },
  });
  const gateway = opened.adopt(
    await openBroker({ folder, config, journal, registry, clock, isGapJournalled, log, wallNow }),
    (open) => open.close(),
  );
  const watch = opened.adopt(watchIntegrity(files, journal, log), (started) => started.stop());
  const status = opened.adopt(
    await startStatusServer({
      host: config.gateway.host,
      port: config.gateway.statusPort,
      readiness: async () => [...gateway.health(), watch.check()],
      metrics: metricsText(gatewayMetrics(gateway.counters, gateway.pendingBytes, journal, watch.counts)),
    }),
    (open) => open.close(),
  );
  const closing = opened.move();
  const { mqttPort, wsPort } = gateway;
  return {
    ready: { mqttPort, wsPort, statusPort: status.port, cityTime: gateway.cityTime() },
    close: () => closing.disposeAsync(),
  };
}

async function openBroker(parts: {
  readonly folder: DataFolder;
  readonly config: CityConfig;
  readonly journal: JournalWriter;
  readonly registry: Registry;
  readonly clock: CityClock;
  readonly isGapJournalled: boolean;
  readonly log: Logger;
  readonly wallNow: () => number;
}) {
  const { folder, config, journal, registry, clock, isGapJournalled, log, wallNow } = parts;
  let credentials = openCredentials(folder.credentials);
  issueServiceTokens(folder, credentials);
  const { host, mqttPort, wsPort, maxPacketKibibytes, maxConnections, maxWaitSeconds } = config.gateway;
  const { warnDiskShare, stopDiskShare } = config.journal;
  return await startGateway({
    host,
    mqttPort,
    wsPort,
    openControl: (controlled) => openControlSocket({ ...controlled, socketPath: folder.gatewaySocket }),
    journal,
    registry,
    clock,
    isGapJournalled,
    wallNow,
    timers: systemTimers,
    topicsOf: (deviceId) => topicsOf(registry.view.devices.get(deviceId)?.dialect),
    authenticate: (user, token) => (credentials.verify(user, token) ? principalOf(user, registry) : null),
    isOfCity: (user) => principalOf(user, registry) !== null,
    reloadCredentials: () => {
      credentials = openCredentials(folder.credentials);
      return credentials.names.filter((name) => principalOf(name, registry) === null);
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
}

const topicsOf = (dialect: string | undefined): readonly string[] =>
  DIALECTS.find(({ name }) => name === dialect)?.topics ?? [];

/** Who logs in; null for a device that was removed from the city: its token is still in the file of credentials. */
function principalOf(user: string, { view: { devices } }: Registry): Principal | null {
  const service = SERVICES.find((name) => name === user);
  if (service) return { role: 'service', name: service };
  if (devices.has(user)) return { role: 'device', deviceId: user };
  return devices.values().some(({ bridge }) => bridge === user) ? { role: 'bridge', name: user } : null;
}
