import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WATERLOGGING_LABELS } from '../analytics/scenarios/waterlogging/labels.ts';
import { demoCity } from './demo-city.ts';
import { parseLabels } from './labels/label-file.ts';
import { runSimulation, type SimulationOptions } from './run-simulation.ts';
import { startTestBroker, type TestBroker } from './test-broker.ts';

const START = Date.UTC(2026, 5, 1);
let broker: TestBroker;
let folder: string;

beforeEach(async () => {
  broker = await startTestBroker();
  folder = await mkdtemp(join(tmpdir(), 'citynerve-simulation-'));
});
afterEach(async () => {
  await broker.close();
  await rm(folder, { recursive: true });
});

const run = (more: Partial<SimulationOptions> = {}) =>
  runSimulation({
    mqttUrl: broker.mqttUrl,
    city: demoCity({ seed: 7, devices: 12 }),
    deviceToken: () => 'token',
    clockToken: 'token',
    seed: 7,
    speed: 'max',
    startAt: START,
    durationHours: 0.5,
    labelsFile: join(folder, 'labels.jsonl'),
    faults: true,
    labels: [{ scenarioId: 'waterlogging', labels: WATERLOGGING_LABELS }],
    onProgress: () => {},
    signal: new AbortController().signal,
    wait: async () => {},
    ...more,
  });

describe('a simulation over MQTT', () => {
  test('every message is acknowledged and arrives, under the identity and topic of its device', async () => {
    const summary = await run();
    const telemetry = broker.heard.filter(({ topic }) => topic !== 'city/v1/clock');
    expect(summary.messages).toEqual({ sent: telemetry.length, acknowledged: telemetry.length });
    expect(summary).toMatchObject({ clockTicks: 30, isStopped: false, endAt: START + 1_800_000 });
    for (const { from, topic } of telemetry) expect(topic).toBe(`city/v1/devices/${from}/telemetry`);
    const values = telemetry.reduce((sum, { payload }) => sum + Object.keys(JSON.parse(payload).values).length, 0);
    expect(summary.values).toBe(values);
  });

  test('the clock is set before messages are published, so that none is from the future', async () => {
    await run({ faults: false });
    let now = START;
    for (const { topic, payload } of broker.heard) {
      const message = JSON.parse(payload);
      if (topic === 'city/v1/clock') {
        expect(message.now).toBeGreaterThan(now);
        now = message.now;
      } else {
        expect(message.ts).toBeLessThanOrEqual(now);
        expect(message.ts).toBeGreaterThan(now - 60_000);
      }
    }
  });

  test('the same seed gives the same messages of each device, at any speed', async () => {
    const perDevice = () =>
      Map.groupBy(
        broker.heard.filter(({ from }) => from !== 'clock'),
        ({ from }) => from,
      );
    await run();
    const fast = perDevice();
    await broker.close();
    broker = await startTestBroker();
    await run({ speed: 60 });
    expect(perDevice()).toEqual(fast);
  });

  test('keeps its speed: at 60, ten seconds of city time take a sixth of a second', async () => {
    const waits: number[] = [];
    const wait = async (milliseconds: number) => {
      waits.push(Math.round(milliseconds));
    };
    await run({ speed: 60, durationHours: 1 / 60, wait });
    expect(waits).toEqual([167, 167, 167, 167, 167, 167]);
  });

  test('labels are lines of JSON that begin with the run and what its scenarios count as real', async () => {
    await run({ durationHours: 3 });
    const labels = parseLabels(await readFile(join(folder, 'labels.jsonl'), 'utf8'));
    expect(labels[0]).toMatchObject({
      type: 'run',
      seed: 7,
      scenarios: [{ scenarioId: 'waterlogging', least: 15, unit: 'cm', leastMinutes: 5 }],
    });
    expect(labels.filter((label) => label.type === 'incident' && label.kind === 'real')).toHaveLength(2);
  });

  test('a stop ends it cleanly between two steps', async () => {
    const stopping = new AbortController();
    const summary = await run({
      durationHours: null,
      signal: stopping.signal,
      onProgress: ({ elapsedSeconds }) => {
        if (elapsedSeconds >= 600) stopping.abort();
      },
    });
    expect(summary.isStopped).toBe(true);
    expect(summary.messages.sent).toBe(summary.messages.acknowledged);
    expect(summary.endAt).toBe(START + 600_000);
  });

  test('a stop before it begins is no failure', async () => {
    const summary = await run({ signal: AbortSignal.abort() });
    expect(summary).toMatchObject({ isStopped: true, messages: { sent: 0 } });
  });

  test('when the broker drops every connection, what was not acknowledged is sent again', async () => {
    let publications = 0;
    broker.onPublish = () => {
      publications += 1;
      if (publications === 100) broker.dropAll();
    };
    const summary = await run({ faults: false });
    expect(summary.messages.acknowledged).toBe(summary.messages.sent);
    const arrived = new Set(
      broker.heard.filter(({ from }) => from !== 'clock').map(({ from, payload }) => from + payload),
    );
    expect(arrived.size).toBe(summary.messages.sent);
  });

  test('when the broker refuses a device, it fails with the name of the device', async () => {
    broker.refuse('depth-u1-1');
    await expect(run()).rejects.toThrow('refuses depth-u1-1');
  });
});
