import { ApiProblem } from './problem.ts';

/** Refuses a filter that names what does not exist: an empty list would look like an answer. */
export function requireKnown(map: ReadonlyMap<string, unknown>, id: string | undefined, field: string): void {
  if (id !== undefined && !map.has(id)) throw new ApiProblem(400, `There is no ${field} "${id}" in this city.`, field);
}
