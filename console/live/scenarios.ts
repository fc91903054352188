import { signal } from '@preact/signals';
import type { Severity } from '../../model/scenario.ts';
import { nameIn, termIn } from '../texts/language.ts';
import type { ListedScenario, ScenariosAnswer } from './api-types.ts';
import { getJson } from './request.ts';

/** Every scenario that the city runs, by id; empty until loaded. */
export const scenarios = signal<ReadonlyMap<string, ListedScenario>>(new Map());

/** Loads the scenarios with their words. */
export async function loadScenarios(): Promise<void> {
  const { items } = await getJson<ScenariosAnswer>('/api/scenarios');
  scenarios.value = new Map(items.map((scenario) => [scenario.id, scenario]));
}

/** The words of a scenario in the page's language: its own, then those that all share, else the name as it is. */
export const termsOf =
  (scenarioId: string) =>
  (word: string): string => {
    const words = scenarios.value.get(scenarioId)?.words;
    const own = words?.conditions[word] ?? words?.values[word] ?? words?.rows[word];
    return own ? nameIn(own) : termIn(word);
  };

/** What a person does first about an alert; null where the scenario is not known. */
export function adviceOf(scenarioId: string, severity: Severity): string | null {
  const advice = scenarios.value.get(scenarioId)?.words.advice[severity];
  return advice ? nameIn(advice) : null;
}
