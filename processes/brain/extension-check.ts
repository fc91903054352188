import { type ExtensionHealth, placeOf } from '../../model/extension-health.ts';
import type { Check } from '../status-server.ts';

const MAX_NAMED = 5;

/** Names the extensions that are off. Fails for one that failed or hung, not for one that a person switched off. */
export function extensionCheck(extensions: readonly ExtensionHealth[]): Check {
  // Refused packs are in the check `standards`.
  const off = extensions.filter(({ kind, isOn }) => kind !== 'pack' && !isOn);
  const named = off.slice(0, MAX_NAMED).map(describe);
  const more = off.length > MAX_NAMED ? `; and ${off.length - MAX_NAMED} more` : '';
  return {
    name: 'extensions',
    ok: off.every(({ user }) => user !== null && user !== 'citynerve'),
    detail: off.length === 0 ? 'all on' : `${named.join('; ')}${more}; docs/operators.md, "When an extension fails"`,
  };
}

const describe = (health: ExtensionHealth): string =>
  `${health.kind} ${health.id} is off ${placeOf(health) === null ? 'everywhere' : `in ${placeOf(health)}`} (${health.lastError ?? health.offBy})`;
