import type { ConditionSeen } from '../../model/scenario.ts';
import type { ScenarioWords } from '../../model/scenario-words.ts';

/** What a condition saw and what it asks for, in English words; names without words stay as they are. */
export function conditionText({ name, value, limit }: ConditionSeen, words: ScenarioWords | null): string {
  const condition = words?.conditions[name]?.en ?? name;
  if (value === undefined) return condition;
  const saw = `${words?.values[value.name]?.en ?? value.name} ${value.is ?? 'not known'}`;
  if (limit === undefined) return `${condition}: ${saw}`;
  const side = limit.side === 'below' ? 'less than' : 'at least';
  return `${condition}: ${saw}, needs ${side} ${limit.is} (${words?.rows[limit.row]?.en ?? limit.row})`;
}
