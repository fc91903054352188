import { ApiProblem } from './problem.ts';

/** Throws a 400 when a filter names something that does not exist: an empty result would look like a valid answer. */
export function requireKnown(map: ReadonlyMap<string, unknown>, id: string | undefined, field: string): void {
  if (id !== undefined && !map.has(id)) throw new ApiProblem(400, `There is no ${field} "${id}" in this city.`, field);
}
