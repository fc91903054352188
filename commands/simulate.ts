import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import { LABELLED_SCENARIOS } from '../analytics/scenarios/index.ts';
import { dataFolder } from '../city/data-folder.ts';
import { demoTokens } from '../city/demo-tokens.ts';
import { serviceToken } from '../city/service-tokens.ts';
import { ConfigError } from '../model/config-error.ts';
import { demoCity } from '../simulator/demo-city.ts';
import { runSimulation, type SimulationSummary } from '../simulator/run-simulation.ts';
import { type CityClient, cityClient } from './city-client.ts';
import { writeDemoCity } from './demo-city.ts';
import { evaluateCity, evaluationText } from './evaluate-city.ts';
import { EXIT_INTERRUPTED, interrupted } from './interrupted.ts';
import { startProgress } from './progress.ts';
import { type StartCity, type StartedCity, startUnlessInterrupted } from './start-city.ts';

/** Options of `citynerve simulate`. */
export interface SimulateOptions {
  readonly devices: number;
  readonly speed: number | 'max';
  readonly seed: number;
  readonly hours?: number;
  readonly faults: boolean;
  readonly data?: string;
  readonly json: boolean;
}

/** City time at the start of a simulation; it is fixed, so that the same seed gives the same messages. */
const BEGINS_AT = Date.UTC(2026, 6, 1);
const ANY_PORTS = {
  gateway: { mqttPort: 0, wsPort: 0, statusPort: 0 },
  api: { port: 0 },
  flows: { isOn: false },
};

/** `citynerve simulate`: runs a city with simulated devices; with `--hours` scores its alerts against the incidents. */
export async function simulateCommand(options: SimulateOptions, startCity: StartCity): Promise<void> {
  const { seed, devices, hours = null } = options;
  const folder = dataFolder(resolve(options.data ?? `data-simulated-${seed}-${devices}`));
  if (existsSync(folder.cityYaml)) {
    throw new ConfigError(folder.root, 'contains a city already; remove it, or name another folder with --data');
  }
  const simulation = { seed, devices, speed: options.speed === 'max' ? 1 : options.speed };
  writeDemoCity(folder, { simulation, settings: ANY_PORTS });
  const log = pino({ name: 'citynerve', level: 'warn' }, pino.destination(2));
  const signal = interrupted();
  const city = await startUnlessInterrupted(startCity, folder, { log, withSimulation: false, signal });
  const client = cityClient(folder, () => city.address, 'simulate');
  if (!options.json) process.stdout.write(`page ${city.signinUrl('operator')}\ndata ${folder.root}\n`);
  try {
    const summary = await run(options, city, signal);
    await client.folded();
    if (hours === null) process.stdout.write(`${JSON.stringify(summary)}\n`);
    else await report(options, client, folder.labels, summary);
  } finally {
    await city.close();
  }
  process.exit(signal.aborted && hours !== null ? EXIT_INTERRUPTED : 0);
}

async function run(options: SimulateOptions, city: StartedCity, signal: AbortSignal): Promise<SimulationSummary> {
  const { seed, devices, speed, hours = null } = options;
  const { folder, config, mqttPort } = city;
  const progress = startProgress(
    hours === null ? null : hours * 3600,
    '{city} | {sent} sent, {acknowledged} acknowledged',
  );
  const summary = await runSimulation({
    mqttUrl: `mqtt://${config.gateway.host}:${mqttPort}`,
    city: demoCity({ seed, devices }),
    deviceToken: demoTokens(folder),
    clockToken: serviceToken(folder, 'clock'),
    seed,
    speed,
    startAt: BEGINS_AT,
    durationHours: hours,
    labelsFile: folder.labels,
    faults: options.faults,
    labels: LABELLED_SCENARIOS,
    onProgress: ({ elapsedSeconds, cityTime, sent, acknowledged }) =>
      progress.update(elapsedSeconds, { city: new Date(cityTime).toISOString(), sent, acknowledged }),
    signal,
    wait: (millis: number) => sleep(millis),
    wallNow: () => performance.now(),
  });
  progress.end();
  return summary;
}

async function report(
  options: SimulateOptions,
  client: CityClient,
  labelsFile: string,
  summary: SimulationSummary,
): Promise<void> {
  const evaluation = await evaluateCity(client, labelsFile);
  const text = options.json
    ? JSON.stringify({
        seed: options.seed,
        devices: options.devices,
        hours: options.hours,
        simulation: summary,
        ...evaluation,
      })
    : evaluationText(options.seed, summary, evaluation);
  process.stdout.write(`${text}\n`);
}
