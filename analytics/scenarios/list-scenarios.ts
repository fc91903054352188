import type { ScenarioFacts } from '../../model/scenario-facts.ts';
import type { ScenarioFolder } from './scenario-folder.ts';

/** The descriptions of scenarios for the page, flows and API clients. */
export const listScenarios = (folders: readonly ScenarioFolder[]): readonly ScenarioFacts[] =>
  folders.map(({ scenario, words }) => ({
    id: scenario.id,
    version: scenario.version,
    title: scenario.title,
    zoneKinds: scenario.zoneKinds,
    needs: scenario.needs,
    lanes: scenario.evaluateArrival === undefined ? ['event'] : ['arrival', 'event'],
    standards: scenario.standards,
    hasSubjects: scenario.subjectOf !== undefined,
    words,
  }));
