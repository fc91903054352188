import type { Property } from '../../model/property.ts';
import type { Scenario } from '../../model/scenario.ts';

/** The scenarios that look at a property in one way, by the property: asked with each reading, and for most there is none. */
export function scenariosByProperty(
  scenarios: readonly Scenario[],
  looksAt: (scenario: Scenario, property: Property) => boolean,
): ReadonlyMap<Property, readonly Scenario[]> {
  const properties = new Set(scenarios.flatMap(({ needs }) => needs));
  const lists = [...properties].map((property) => {
    const looking = scenarios.filter((scenario) => scenario.needs.includes(property) && looksAt(scenario, property));
    return [property, looking] as const;
  });
  return new Map(lists.filter(([, looking]) => looking.length > 0));
}
