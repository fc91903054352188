import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import { dataFolder } from '../city/data-folder.ts';
import { demoTokens } from '../city/demo-tokens.ts';
import { readText } from '../city/read-text.ts';
import { serviceToken } from '../city/service-tokens.ts';
import { ConfigError } from '../model/config-error.ts';
import type { LedgerEntry } from '../model/ledger.ts';
import { checkReplay } from '../simulator/replay/check-replay.ts';
import { ReplayFileError } from '../simulator/replay/csv-rows.ts';
import { parseReplayMap } from '../simulator/replay/parse-replay-map.ts';
import { type ReplayMap, ReplayMapError } from '../simulator/replay/replay-map.ts';
import { type ReplaySummary, runReplay } from '../simulator/replay/run-replay.ts';
import { cityClient } from './city-client.ts';
import { EXIT_INTERRUPTED, interrupted } from './interrupted.ts';
import { ledgerLines } from './ledger-lines.ts';
import { startProgress } from './progress.ts';
import { replayCheckpoint, writeReplayCity } from './replay-city.ts';
import { type StartCity, startUnlessInterrupted } from './start-city.ts';

/** Options of `citynerve replay`. */
export interface ReplayCommandOptions {
  readonly map: string;
  readonly data: string;
  readonly json: boolean;
}

/**
 * `citynerve replay`: publishes recorded rows as devices over MQTT into a city with a driven clock. After an
 * interruption the same command continues.
 */
export async function replayCommand(file: string, options: ReplayCommandOptions, startCity: StartCity): Promise<void> {
  const folder = dataFolder(resolve(options.data));
  const map = readMap(options.map);
  await checkFile(resolve(file), map);
  writeReplayCity(folder, map);
  const signal = interrupted();
  const log = pino({ name: 'citynerve', level: 'warn' }, pino.destination(2));
  const city = await startUnlessInterrupted(startCity, folder, { log, signal });
  const progress = startProgress(null, '{percent} % | {city} | {rows} rows, {values} values');
  try {
    const summary = await runReplay({
      file: resolve(file),
      map,
      mqttUrl: `mqtt://${city.config.gateway.host}:${city.mqttPort}`,
      deviceToken: demoTokens(folder),
      clockToken: serviceToken(folder, 'clock'),
      onProgress: ({ bytesRead, totalBytes, cityTime, counts }) =>
        progress.update(bytesRead, {
          percent: Math.floor((100 * bytesRead) / totalBytes),
          city: cityTime === null ? '' : new Date(cityTime).toISOString(),
          rows: counts.rows.read,
          values: counts.values.sent,
        }),
      signal,
      checkpointFile: replayCheckpoint(folder),
      wait: (millis: number) => sleep(millis),
    });
    progress.end();
    const client = cityClient(folder, () => city.address, 'replay');
    await client.folded();
    const { totals } = await client.get<{ totals: LedgerEntry }>('/api/ledger');
    const text = `${summaryText(summary)}\n${ledgerLines(totals)}`;
    process.stdout.write(`${options.json ? JSON.stringify({ replay: summary, ledger: totals }) : text}\n`);
    if (summary.isStopped) process.stderr.write(`stopped; the same command goes on from row ${summary.rows.read}\n`);
    process.exitCode = summary.isStopped ? EXIT_INTERRUPTED : 0;
  } finally {
    await city.close();
  }
  process.exit();
}

function summaryText({ rows, values, messages, times, resumedAfterRow, unreadable }: ReplaySummary): string {
  const lines = [
    `rows      ${rows.read} read = ${rows.published} published + ${rows.empty} empty + ${rows.unreadable} unreadable`,
    `cells     ${values.found} found = ${values.sent} sent + ${values.missing} missing + ${values.notANumber} not a number`,
    `sent as   ${messages} messages${resumedAfterRow > 0 ? `, going on after row ${resumedAfterRow}` : ''}`,
  ];
  if (times.repeated + times.shifted > 0)
    lines.push(`times     ${times.repeated} came twice (first taken), ${times.shifted} never came (moved on)`);
  return [...lines, ...unreadable.map(({ row, detail }) => `  row ${row}: ${detail}`)].join('\n');
}

function readMap(path: string): ReplayMap {
  const text = readText(path, 'is not there; docs/replay.md says what a map is');
  try {
    return parseReplayMap(text);
  } catch (error) {
    if (!(error instanceof ReplayMapError)) throw error;
    throw new ConfigError(path, `${error.message}; docs/replay.md has all keys`);
  }
}

/** Before a city is written for it: a file that does not fit the map is a mistake of the one or the other. */
async function checkFile(file: string, map: ReplayMap): Promise<void> {
  try {
    await checkReplay(file, map);
  } catch (error) {
    if (!(error instanceof ReplayFileError)) throw error;
    throw new ConfigError('replay', error.message);
  }
}
