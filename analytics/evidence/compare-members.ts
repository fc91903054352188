import { eventTimeText } from '../event-time-text.ts';
import type { Finding } from './finding.ts';

/**
 * One sentence for each of the named members in which a claim differs from what is right; `source`: from what that
 * follows. A member that either of them lacks is not compared.
 */
export function compareMembers(
  kind: Finding['kind'],
  claimed: object,
  right: object,
  { names, source }: { readonly names: readonly string[]; readonly source: string },
): readonly Finding[] {
  return names.flatMap((name) => {
    const [is, should]: readonly unknown[] = [Reflect.get(claimed, name), Reflect.get(right, name)];
    if (is === undefined || should === undefined || is === should) return [];
    return [{ kind, detail: `${name} is ${valueText(name, is)}, ${source} ${valueText(name, should)}` }];
  });
}

const valueText = (name: string, value: unknown): string => {
  if (value === null) return 'none';
  return typeof value === 'number' && /^at$|At$/.test(name) ? eventTimeText(value) : String(value);
};
