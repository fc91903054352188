import type { StandardsPack } from '../../model/standards-pack.ts';

/** What a rule of a pack chooses that is no number; undefined: the pack does not have the rule. */
export function choiceIn({ table }: StandardsPack, row: string): string | undefined {
  const found = table[row];
  return found && 'choice' in found ? found.choice : undefined;
}
