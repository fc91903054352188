import { AIR_PERIODS, AIR_STANDARDS } from '../../model/air-quality.ts';
import type { StandardEdition } from '../../model/standard-edition.ts';
import type { StandardsPack } from '../../model/standards-pack.ts';
import { AIR_PACKS } from '../air-quality/air-packs.ts';

/** The editions for selection by a person, sorted by id, the newest first. */
export const listEditions = (packs: readonly StandardsPack[]): readonly StandardEdition[] =>
  packs
    .map(({ id, version, title, effectiveFrom, effectiveUntil, datesToCheck, status, source, table }) => ({
      id,
      version,
      title: title ?? id,
      effectiveFrom,
      effectiveUntil,
      status,
      source,
      toCheck: datesToCheck === true || Object.values(table).some(({ toCheck }) => toCheck === true),
      air: airOf(id),
    }))
    .sort((a, b) => (a.id === b.id ? (a.version < b.version ? 1 : -1) : a.id < b.id ? -1 : 1));

function airOf(id: string): StandardEdition['air'] {
  for (const standard of AIR_STANDARDS) {
    const periods = AIR_PERIODS.filter((period) => AIR_PACKS[standard][period] === id);
    if (periods.length > 0) return { standard, periods };
  }
  return null;
}
