import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Logger } from 'pino';
import { LABELLED_SCENARIOS } from '../../analytics/scenarios/index.ts';
import { dataFolder } from '../../city/data-folder.ts';
import { demoTokens } from '../../city/demo-tokens.ts';
import { readCityConfig } from '../../city/read-city.ts';
import { serviceToken } from '../../city/service-tokens.ts';
import { ConfigError } from '../../model/config-error.ts';
import { demoCity } from '../../simulator/demo-city.ts';
import { runSimulation } from '../../simulator/run-simulation.ts';
import { type RunningRole, runRole } from '../role.ts';

/** A person who tries the demo city sees it without a storm for two minutes, and then a storm. */
const FIRST_STORM_AFTER_WALL_SECONDS = 120;

/** The simulation role of a simulated city: it connects only over MQTT, as the devices and as the clock. */
async function simulation(root: string, mqttUrl: string, startAt: number, log: Logger): Promise<RunningRole> {
  const folder = dataFolder(root);
  const { simulation: settings, log: logging } = readCityConfig(folder, process.env);
  log.level = logging.level;
  if (!settings)
    throw new ConfigError(
      folder.cityYaml,
      'has no simulation; add "simulation: { seed: 7 }", or do not start the role',
    );
  const stopping = new AbortController();
  const run = runSimulation({
    mqttUrl,
    city: demoCity(settings),
    deviceToken: demoTokens(folder),
    clockToken: serviceToken(folder, 'clock'),
    seed: settings.seed,
    speed: settings.speed,
    startAt,
    durationHours: null,
    labelsFile: folder.labels,
    faults: true,
    labels: LABELLED_SCENARIOS,
    firstStormAfterSeconds: FIRST_STORM_AFTER_WALL_SECONDS * settings.speed,
    onProgress: () => {},
    signal: stopping.signal,
    wait: (millis: number) => sleep(millis),
    wallNow: () => performance.now(),
  });
  run.catch((error: unknown) => {
    log.error({ err: error }, 'the simulation failed; it is started again');
    process.exit(1);
  });
  return {
    ready: {},
    async close() {
      stopping.abort();
      await run;
    },
  };
}

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: 'data' },
    mqtt: { type: 'string', default: 'mqtt://127.0.0.1:1883' },
    'start-at': { type: 'string' },
  },
});
await runRole('simulation', (log) =>
  simulation(values.data, values.mqtt, Number(values['start-at'] ?? Date.now()), log),
);
