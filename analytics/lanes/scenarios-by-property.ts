import type { Property } from '../../model/property.ts';
import type { Scenario } from '../../model/scenario.ts';

/** The scenarios that use a property in a certain way, indexed by property for a fast lookup per reading. */
export function scenariosByProperty(
  scenarios: readonly Scenario[],
  uses: (scenario: Scenario, property: Property) => boolean,
): ReadonlyMap<Property, readonly Scenario[]> {
  const properties = new Set(scenarios.flatMap(({ needs }) => needs));
  const lists = [...properties].map((property) => {
    const using = scenarios.filter((scenario) => scenario.needs.includes(property) && uses(scenario, property));
    return [property, using] as const;
  });
  return new Map(lists.filter(([, using]) => using.length > 0));
}
