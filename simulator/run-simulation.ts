import { type CityStream, createCityStream, type Stretch } from './city-stream.ts';
import type { DemoCity } from './demo-city.ts';
import type { FaultKind } from './faults/fault.ts';
import { type Label, WATERLOGGING } from './labels/label.ts';
import { openLabelFile } from './labels/label-file.ts';
import { type Connection, openConnection } from './mqtt/connection.ts';
import { CLOCK_NAME, createDrivenClock, telemetryTopic } from './mqtt/driven-clock.ts';
import { closeFleet, openFleet } from './mqtt/fleet.ts';
import { settleInFlight, type Wait, waitUnlessAborted } from './mqtt/in-flight.ts';

/** What a simulation needs; everything random comes from the seed. */
export interface SimulationOptions {
  readonly mqttUrl: string;
  readonly city: DemoCity;
  readonly deviceToken: (deviceId: string) => string;
  readonly clockToken: string;
  readonly seed: number;
  /** City seconds per wall second; `max` as fast as acknowledgements come. */
  readonly speed: number | 'max';
  /** City time at which the world begins, milliseconds since 1970. */
  readonly startAt: number;
  /** City hours; null until it is stopped. */
  readonly durationHours: number | null;
  /** JSON lines are appended; null: none are kept. */
  readonly labelsFile: string | null;
  readonly faults: boolean;
  readonly onProgress: (progress: SimulationProgress) => void;
  readonly signal: AbortSignal;
  readonly wait: Wait;
  /** A clock of milliseconds for the pace; without it each step waits its full share and the work comes on top. */
  readonly wallNow?: () => number;
}

export interface SimulationProgress {
  readonly cityTime: number;
  readonly elapsedSeconds: number;
  readonly sent: number;
  readonly acknowledged: number;
}

/** What a simulation did. */
export interface SimulationSummary {
  readonly startAt: number;
  readonly endAt: number;
  readonly messages: { readonly sent: number; readonly acknowledged: number };
  readonly values: number;
  readonly clockTicks: number;
  /** Messages that each kind of fault touched (a lost message counts, though it was never sent). */
  readonly faults: Readonly<Partial<Record<FaultKind, number>>>;
  readonly incidents: { readonly waterlogging: number; readonly lookAlikes: number };
  /** True when it was stopped before its time was over. */
  readonly isStopped: boolean;
}

/** Lets a made-up city live over MQTT: the clock first, then what the devices say, then the next step. */
export async function runSimulation(options: SimulationOptions): Promise<SimulationSummary> {
  const { mqttUrl, city, signal, startAt } = options;
  const clockConnection = await openConnection({ mqttUrl, name: CLOCK_NAME, token: options.clockToken, signal });
  const deviceIds = city.devices.map((device) => device.id);
  let fleet: ReadonlyMap<string, Connection>;
  try {
    fleet = await openFleet({ mqttUrl, deviceIds, deviceToken: options.deviceToken, signal });
  } catch (error) {
    await clockConnection.close(true);
    throw error;
  }
  const all = new Map([...fleet, [CLOCK_NAME, clockConnection]]);
  let isSettled = false;
  try {
    const labelFile = await openLabelFile(options.labelsFile);
    try {
      await labelFile.write([
        { type: 'run', seed: options.seed, startAt, devices: deviceIds.length, waterlogging: WATERLOGGING },
      ]);
      const result = await live(options, createCityStream(options), fleet, clockConnection, labelFile.write);
      isSettled = result.messages.sent === result.messages.acknowledged;
      return result;
    } finally {
      await labelFile.close();
    }
  } finally {
    await closeFleet(all, !isSettled);
  }
}

async function live(
  options: SimulationOptions,
  stream: CityStream,
  fleet: ReadonlyMap<string, Connection>,
  clockConnection: Connection,
  writeLabels: (labels: readonly Label[]) => Promise<void>,
): Promise<SimulationSummary> {
  const { signal, wait, startAt, speed } = options;
  const clock = createDrivenClock(clockConnection);
  const tally = createTally(startAt);
  const totalSeconds = options.durationHours === null ? Number.POSITIVE_INFINITY : options.durationHours * 3600;
  const stepSeconds = stepSecondsAt(speed);
  const begunAt = options.wallNow?.() ?? 0;
  let elapsedSeconds = 0;

  const bring = async (stretch: Stretch): Promise<boolean> => {
    await writeLabels(stretch.labels);
    tally.begin(stretch);
    if (!(await settleInFlight(clock.set(stretch.at).then(tally.tick), signal, wait))) return false;
    const acknowledgements = stretch.publications.map(async ({ deviceId, payload }) => {
      const connection = fleet.get(deviceId);
      if (!connection) return;
      tally.send();
      await connection.publish(telemetryTopic(deviceId), payload);
      tally.acknowledge();
    });
    return settleInFlight(Promise.all(acknowledgements), signal, wait);
  };

  while (!signal.aborted && elapsedSeconds < totalSeconds) {
    if (!(await bring(stream.advance(stepSeconds)))) break;
    elapsedSeconds += stepSeconds;
    options.onProgress({ cityTime: startAt + elapsedSeconds * 1000, elapsedSeconds, ...tally.counts() });
    if (speed !== 'max') {
      const share = (1000 * stepSeconds) / speed;
      const due = options.wallNow ? begunAt + (1000 * elapsedSeconds) / speed - options.wallNow() : share;
      await waitUnlessAborted(due, signal, wait);
    }
  }
  const last = stream.close();
  if (signal.aborted) await writeLabels(last.labels);
  else await bring(last);
  tally.label(last.labels);
  return { ...tally.summary(), isStopped: elapsedSeconds < totalSeconds && options.durationHours !== null };
}

/** Fine steps for eyes; coarse ones where each costs a round trip and nobody watches. Messages are the same. */
function stepSecondsAt(speed: number | 'max'): number {
  return speed === 'max' || speed >= 600 ? 60 : 10;
}

function createTally(startAt: number) {
  let [sent, acknowledged, values, clockTicks, waterlogging, lookAlikes, endAt] = [0, 0, 0, 0, 0, 0, startAt];
  const faults: Partial<Record<FaultKind, number>> = {};
  const label = (labels: readonly Label[]) => {
    for (const each of labels) {
      if (each.type !== 'incident') continue;
      if (each.kind === 'waterlogging') waterlogging += 1;
      else lookAlikes += 1;
    }
  };
  return {
    label,
    begin(stretch: Stretch) {
      endAt = stretch.at;
      for (const [kind, count] of Object.entries(stretch.faults) as [FaultKind, number][]) {
        faults[kind] = (faults[kind] ?? 0) + count;
      }
      label(stretch.labels);
    },
    tick(isSent: boolean) {
      if (isSent) clockTicks += 1;
    },
    send() {
      sent += 1;
    },
    acknowledge() {
      acknowledged += 1;
    },
    counts: () => ({ sent, acknowledged }),
    summary: () => ({
      startAt,
      endAt,
      messages: { sent, acknowledged },
      values,
      clockTicks,
      faults,
      incidents: { waterlogging, lookAlikes },
    }),
  };
}
