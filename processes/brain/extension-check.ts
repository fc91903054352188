import { type ExtensionHealth, placeOf } from '../../model/extension-health.ts';
import type { Check } from '../status-server.ts';

const MOST_NAMED = 5;

/** Extensions that are off, by name: one that failed or never ended is red, one that a person switched off is said. */
export function extensionCheck(extensions: readonly ExtensionHealth[]): Check {
  // A refused pack is told by the check of the standards.
  const off = extensions.filter(({ kind, isOn }) => kind !== 'pack' && !isOn);
  const named = off.slice(0, MOST_NAMED).map(describe);
  const more = off.length > MOST_NAMED ? `; and ${off.length - MOST_NAMED} more` : '';
  return {
    name: 'extensions',
    ok: off.every(({ offBy }) => offBy === 'person'),
    detail: off.length === 0 ? 'all on' : `${named.join('; ')}${more}; npx citynerve extension list`,
  };
}

const describe = (health: ExtensionHealth): string =>
  `${health.kind} ${health.id} is off ${placeOf(health) === null ? 'everywhere' : `in ${placeOf(health)}`} (${health.lastError ?? health.offBy})`;
