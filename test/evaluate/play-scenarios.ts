import { LABELLED_SCENARIOS } from '../../analytics/scenarios/index.ts';
import type { JournalBatch } from '../../model/journal-record.ts';
import { HARDENINGS, type HardeningName } from '../../simulator/hardenings.ts';
import { createAlertCollector } from './alert-collector.ts';
import { createCityRecorder } from './city-recorder.ts';
import { configurationOf } from './configuration-of.ts';
import { openFold, openOtherFold } from './fold-under-test.ts';
import { createHardenedCity } from './hardened-city.ts';
import { playFold } from './play-fold.ts';
import { createProbabilityWatch } from './probability-watch.ts';
import type { ScenarioTally } from './scenario-tally.ts';
import { tallyScenario } from './tally-scenario.ts';

/** One run of the scenarios' evaluation. */
export interface ScenarioTask {
  readonly kind: 'scenarios';
  readonly seed: number;
  readonly hardening: HardeningName;
  readonly hours: number;
  readonly devices: number;
  /** Instead of what the hardening has; null: as it has. */
  readonly restartEverySeconds: number | null;
  /** Root of the checkout whose fold is played; null: this one. */
  readonly checkout: string | null;
}

/** 2026-07-01T00:00:00Z, as `npm run simulate` begins. */
const START_AT = Date.UTC(2026, 6, 1);

/** Plays a simulated city through a fold, and compares its alerts with what was real: a tally a labelled scenario. */
export async function playScenarios(task: ScenarioTask): Promise<readonly ScenarioTally[]> {
  const { seed, hours, devices, checkout } = task;
  const hardening = HARDENINGS[task.hardening];
  const probabilities = createProbabilityWatch();
  const fold = checkout === null ? openFold(probabilities.watched) : await openOtherFold(checkout);
  const { city, arriving, labels } = createHardenedCity({ seed, hours, devices, startAt: START_AT, hardening });
  const changes = configurationOf(city, fold);
  const known = new Set(changes.flatMap((change) => (change.type === 'device.put' ? [change.device.id] : [])));
  const recorder = createCityRecorder({
    startAt: START_AT,
    deviceIds: [...known],
    tickSeconds: 1,
    restartEverySeconds: task.restartEverySeconds ?? hardening.restartEverySeconds,
  });
  function* batches(): Generator<JournalBatch> {
    yield recorder.start(changes);
    for (const { at, messages } of arriving()) {
      yield recorder.advance(
        at,
        messages.filter(({ deviceId }) => known.has(deviceId)),
      );
    }
  }
  const collector = createAlertCollector();
  await playFold(fold, batches(), collector.take);
  const incidents = labels.filter((label) => label.type === 'incident');
  const zoneParents = new Map(city.zones.map(({ id, parentId }) => [id, parentId]));
  return LABELLED_SCENARIOS.map(({ scenarioId }) => {
    const mine = incidents.filter((label) => label.scenarioId === scenarioId);
    const alerts = collector.alerts().filter((alert) => alert.scenarioId === scenarioId);
    const endAt = START_AT + hours * 3_600_000;
    return {
      scenarioId,
      seed,
      severities: tallyScenario({ alerts, labels: mine, zoneParents, endAt }),
      bins: probabilities.bins(scenarioId, mine),
    };
  });
}
