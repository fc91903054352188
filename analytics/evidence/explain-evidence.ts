import type { Evidence } from '../../model/evidence.ts';
import type { Scenario, ScenarioExplanation } from '../../model/scenario.ts';
import type { ScenarioWords } from '../../model/scenario-words.ts';
import { eventTimeText } from '../event-time-text.ts';
import { conditionText } from './condition-text.ts';
import { evidenceInputs } from './evidence-inputs.ts';
import { packsOf } from './packs-of.ts';

/** A scenario with its words. */
export interface Explained {
  readonly scenario: Scenario;
  readonly words: ScenarioWords;
}

/** What evidence says in English words, one line for each: the conditions that held, the values, the inputs. */
export function explainEvidence(evidence: Evidence, by: Explained | null): readonly string[] {
  const { verdict, window, reading, zoneKind } = evidence;
  const words = by?.words ?? null;
  const seen = by === null ? null : explanationOf(evidence, by.scenario);
  const held =
    seen === null
      ? verdict.because.map((name) => conditionText({ name, holds: true }, words))
      : seen.conditions.filter(({ holds }) => holds).map((condition) => conditionText(condition, words));
  const values = Object.entries(verdict.values).map(([name, is]) => `${words?.values[name]?.en ?? name} ${is}`);
  const inputs = evidenceInputs([evidence]);
  const devices = new Set(inputs.map(({ deviceId }) => deviceId)).size;
  const from =
    reading === null
      ? `window of ${(window?.windowSeconds ?? 0) / 60} min up to ${eventTimeText(window?.at ?? evidence.watermark)}`
      : `reading of ${reading.channel}@${reading.deviceId} at ${eventTimeText(reading.observedAt)}: ${reading.value}`;
  const packs = packsOf(evidence).map(({ id, version }) => `${id}@${version}`);
  return [
    ...(held.length === 0 ? ['no condition held'] : held.map((text) => `held: ${text}`)),
    ...(values.length === 0 ? [] : [`values: ${values.join(', ')}`]),
    `from ${inputs.length} readings of ${devices} devices; ${from}; ${zoneKind}; by ${packs.join(', ')}`,
  ];
}

/** What each condition saw; null: the scenario says nothing else than in the evidence, or is of another version. */
function explanationOf(evidence: Evidence, scenario: Scenario): ScenarioExplanation | null {
  const { window, verdict, scenarioVersion } = evidence;
  if (window === null || scenario.explain === undefined || scenario.version !== scenarioVersion) return null;
  const seen = scenario.explain(window, packsOf(evidence));
  const held = seen.conditions.filter(({ holds }) => holds).map(({ name }) => name);
  return held.join() === verdict.because.join() ? seen : null;
}
