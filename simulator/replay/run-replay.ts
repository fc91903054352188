import { createDrivenClock, telemetryTopic } from '../mqtt/driven-clock.ts';
import { type Fleet, openFleet } from '../mqtt/fleet.ts';
import { settleInFlight, type Wait } from '../mqtt/in-flight.ts';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { type CsvRows, openCsvRows } from './csv-rows.ts';
import { countRow, NO_COUNTS, type ReplayCounts } from './replay-counts.ts';
import type { ReplayMap } from './replay-map.ts';
import { groupRows, type ReadRow, type RowGroup } from './row-groups.ts';
import { columnsOf, createRowReader } from './row-reader.ts';

export interface ReplayOptions {
  /** CSV with a header, plain or gzip. */
  readonly file: string;
  readonly map: ReplayMap;
  readonly mqttUrl: string;
  readonly deviceToken: (deviceId: string) => string;
  readonly clockToken: string;
  readonly onProgress: (progress: ReplayProgress) => void;
  readonly signal: AbortSignal;
  /** File of the checkpoint; null: the replay cannot be resumed. */
  readonly checkpointFile: string | null;
  readonly wait: Wait;
}

interface ReplayProgress {
  readonly bytesRead: number;
  readonly totalBytes: number;
  /** City time of the last acknowledged rows. */
  readonly cityTime: number | null;
  readonly counts: ReplayCounts;
}

/** The counts cover the whole file, including what earlier, interrupted runs did. */
export interface ReplaySummary extends ReplayCounts {
  /** Rows that earlier runs had published. */
  readonly resumedAfterRow: number;
  readonly isStopped: boolean;
  /** First rows that could not be read, with the reason. */
  readonly unreadable: readonly { readonly row: number; readonly detail: string }[];
}

const SHOWN_UNREADABLE = 10;
/** Groups between two checkpoints; what a crash repeats is recognised as duplicate. */
const CHECKPOINT_EVERY = 200;

/** Publishes recorded rows as the devices of the map would have: the clock set to a row's time first, then the row. */
export async function runReplay(options: ReplayOptions): Promise<ReplaySummary> {
  const { file, map, checkpointFile } = options;
  const csv = await openCsvRows(file, columnsOf(map));
  const checkpoint = await readCheckpoint(checkpointFile, { file, bytes: csv.totalBytes });
  const deviceIds = map.devices.map(({ device }) => device.id);
  const fleet = await openFleet({ ...options, deviceIds });
  if (!fleet) {
    const resumedAfterRow = checkpoint?.row ?? 0;
    return { ...(checkpoint?.counts ?? NO_COUNTS), resumedAfterRow, isStopped: true, unreadable: [] };
  }
  let isSettled = false;
  try {
    const summary = await publishFile(options, csv, fleet, checkpoint);
    isSettled = !summary.isStopped;
    return summary;
  } finally {
    await fleet.close(!isSettled);
  }
}

async function publishFile(
  options: ReplayOptions,
  csv: CsvRows,
  fleet: Fleet,
  resumed: Checkpoint | null,
): Promise<ReplaySummary> {
  const { file, map, signal, checkpointFile } = options;
  const source = { file, bytes: csv.totalBytes };
  const clock = createDrivenClock(fleet.clock);
  const unreadable: { row: number; detail: string }[] = [];
  let counts = resumed?.counts ?? NO_COUNTS;
  let row = resumed?.row ?? 0;
  let clockAt = resumed?.clockAt ?? null;
  let groups = 0;
  let isWhole = true;
  const save = () => writeCheckpoint(checkpointFile, { ...source, row, clockAt, counts });

  const tick = async (at: number | null): Promise<boolean> => {
    // City time never goes back, and a resumed replay need not set it again.
    if (at === null || at <= (clockAt ?? Number.NEGATIVE_INFINITY)) return true;
    if (!(await settleInFlight(clock.set(at), signal, options.wait))) return false;
    clockAt = at;
    counts = { ...counts, clockTicks: counts.clockTicks + 1 };
    return true;
  };

  for await (const group of groupRows(readRows(csv, map, row), map.stepSeconds)) {
    isWhole =
      !signal.aborted && (await tick(group.at)) && (await settleInFlight(publish(group, fleet), signal, options.wait));
    if (!isWhole) break;
    for (const { number, outcome } of group.rows) {
      counts = countRow(counts, outcome);
      row = number;
      if (outcome.kind === 'unreadable' && unreadable.length < SHOWN_UNREADABLE) {
        unreadable.push({ row: number, detail: outcome.detail });
      }
    }
    groups += 1;
    if (groups % CHECKPOINT_EVERY === 0) await save();
    options.onProgress({ bytesRead: csv.bytesRead(), totalBytes: csv.totalBytes, cityTime: group.at, counts });
  }
  await save();
  return { ...counts, resumedAfterRow: resumed?.row ?? 0, isStopped: !isWhole, unreadable };
}

async function* readRows(csv: CsvRows, map: ReplayMap, doneRows: number): AsyncGenerator<ReadRow> {
  const read = createRowReader(map);
  for await (const { number, row } of csv.rows()) {
    if (number <= doneRows) continue;
    const outcome = row
      ? read(row, number)
      : { kind: 'unreadable' as const, detail: 'it has more or fewer columns than the header' };
    yield { number, outcome };
  }
}

/** Sends the rows of a group in order; a connection keeps the order of its messages, so none waits for its PUBACK. */
async function publish(group: RowGroup, fleet: Fleet): Promise<void> {
  const messages = group.rows.flatMap(({ outcome }) => (outcome.kind === 'unreadable' ? [] : outcome.messages));
  await Promise.all(
    messages.map(({ deviceId, payload }) => fleet.devices.get(deviceId)?.publish(telemetryTopic(deviceId), payload)),
  );
}
