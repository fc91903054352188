import { signal } from '@preact/signals';
import type { Severity } from '../../model/scenario.ts';
import { nameIn, termIn } from '../texts/language.ts';
import type { ListedScenario, ScenariosAnswer } from './api-types.ts';
import { getJson } from './request.ts';

/** Every scenario that the city runs, by id; empty until loaded. */
export const scenarios = signal<ReadonlyMap<string, ListedScenario>>(new Map());

/** Loads the scenarios with their texts. */
export async function loadScenarios(): Promise<void> {
  const { items } = await getJson<ScenariosAnswer>('/api/scenarios');
  scenarios.value = new Map(items.map((scenario) => [scenario.id, scenario]));
}

/** Translates a term of a scenario: its own texts, then those that all share, else the term itself. */
export const termsOf =
  (scenarioId: string) =>
  (word: string): string => {
    const words = scenarios.value.get(scenarioId)?.words;
    const own = words?.conditions[word] ?? words?.values[word] ?? words?.rows[word];
    return own ? nameIn(own) : termIn(word);
  };

/** What an operator does first about an alert; null when the scenario is not known. */
export function adviceOf(scenarioId: string, severity: Severity): string | null {
  const advice = scenarios.value.get(scenarioId)?.words.advice[severity];
  return advice ? nameIn(advice) : null;
}
