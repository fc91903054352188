import { type CityOutput, type CityStream, createCityStream } from './city-stream.ts';
import type { Label } from './labels/label.ts';
import { openLabelFile } from './labels/label-file.ts';
import { createDrivenClock, telemetryTopic } from './mqtt/driven-clock.ts';
import { type Fleet, openFleet } from './mqtt/fleet.ts';
import { settleInFlight, waitUnlessAborted } from './mqtt/in-flight.ts';
import { createCounters } from './simulation-counters.ts';
import type { SimulationOptions, SimulationSummary } from './simulation-options.ts';

export type { SimulationOptions, SimulationSummary } from './simulation-options.ts';

/** Runs a simulated city over MQTT: in each step first the clock, then the devices' messages. */
export async function runSimulation(options: SimulationOptions): Promise<SimulationSummary> {
  const deviceIds = options.city.devices.map((device) => device.id);
  const fleet = await openFleet({ ...options, deviceIds });
  if (!fleet) return { ...createCounters(options.startAt).summary(), isStopped: true };
  let isSettled = false;
  try {
    const labelFile = await openLabelFile(options.labelsFile);
    try {
      const { seed, startAt } = options;
      const scenarios = options.labels.map(({ scenarioId, labels: { least, unit, leastMinutes } }) => {
        return { scenarioId, least, unit, leastMinutes };
      });
      await labelFile.write([{ type: 'run', seed, startAt, devices: deviceIds.length, scenarios }]);
      const summary = await live(options, createCityStream(options), fleet, labelFile.write);
      isSettled = summary.messages.sent === summary.messages.acknowledged;
      return summary;
    } finally {
      await labelFile.close();
    }
  } finally {
    await fleet.close(!isSettled);
  }
}

async function live(
  options: SimulationOptions,
  stream: CityStream,
  fleet: Fleet,
  writeLabels: (labels: readonly Label[]) => Promise<void>,
): Promise<SimulationSummary> {
  const { signal, wait, startAt, speed } = options;
  const clock = createDrivenClock(fleet.clock);
  const counters = createCounters(startAt);
  const totalSeconds = options.durationHours === null ? Number.POSITIVE_INFINITY : options.durationHours * 3600;
  const stepSeconds = stepSecondsAt(speed);
  const begunAt = options.wallNow?.() ?? 0;
  let elapsedSeconds = 0;

  const bring = async (output: CityOutput): Promise<boolean> => {
    await writeLabels(output.labels);
    counters.begin(output);
    if (!(await settleInFlight(clock.set(output.at).then(counters.tick), signal, wait))) return false;
    const acknowledgements = output.publications.map(async ({ deviceId, payload, valueCount }) => {
      const connection = fleet.devices.get(deviceId);
      if (!connection) return;
      counters.send(valueCount);
      await connection.publish(telemetryTopic(deviceId), payload);
      counters.acknowledge();
    });
    return settleInFlight(Promise.all(acknowledgements), signal, wait);
  };

  while (!signal.aborted && elapsedSeconds < totalSeconds) {
    if (!(await bring(stream.advance(stepSeconds)))) break;
    elapsedSeconds += stepSeconds;
    options.onProgress({ cityTime: startAt + elapsedSeconds * 1000, elapsedSeconds, ...counters.counts() });
    if (speed !== 'max') {
      const share = (1000 * stepSeconds) / speed;
      const due = options.wallNow ? begunAt + (1000 * elapsedSeconds) / speed - options.wallNow() : share;
      await waitUnlessAborted(due, signal, wait);
    }
  }
  const last = stream.close();
  if (!signal.aborted) {
    await bring(last);
  } else {
    await writeLabels(last.labels);
    counters.begin(last);
  }
  return { ...counters.summary(), isStopped: elapsedSeconds < totalSeconds };
}

/**
 * Short steps where a person watches, long ones at high speed, for each step costs a round trip. Messages are the same.
 */
function stepSecondsAt(speed: number | 'max'): number {
  return speed === 'max' || speed >= 600 ? 60 : 10;
}
