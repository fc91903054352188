import type { ConditionSeen, ScenarioExplanation, Severity } from '../../model/scenario.ts';

/**
 * The conditions that were missing for a severity, in the sets of which the fewest were: each of them would have
 * sufficed. A set without any held as a whole. None: the scenario has no rule for that severity.
 */
export function missingConditions(
  { conditions, rules }: ScenarioExplanation,
  severity: Severity,
): readonly (readonly ConditionSeen[])[] {
  const named = new Map(conditions.map((condition) => [condition.name, condition]));
  const missing = rules[severity].map((set) =>
    set.flatMap((name) => {
      const condition = named.get(name) ?? { name, holds: false };
      return condition.holds ? [] : [condition];
    }),
  );
  const fewest = Math.min(...missing.map(({ length }) => length));
  const nearest = missing.filter(({ length }) => length === fewest);
  return [...new Map(nearest.map((set) => [set.map(({ name }) => name).join(), set])).values()];
}
