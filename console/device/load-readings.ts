import type { Reading } from '../../model/reading.ts';
import type { ReadingsAnswer } from '../live/api-types.ts';
import { getJson } from '../live/request.ts';

const PAGE_READINGS = 20_000;
/** More would not be seen on a chart, and would slow the page. */
const MOST_READINGS = 100_000;

/**
 * Loads stored readings page by page, in order of time, and gives each to `take`. `range`: milliseconds since 1970, the
 * end excluded; null: as the city chooses. Resolves with whether readings are left out; ends early once `isOver`.
 * Rejects with an ApiProblem.
 */
export async function loadReadings(
  query: Readonly<Record<string, string>>,
  range: readonly [number, number] | null,
  { take, isOver }: { readonly take: (reading: Reading) => void; readonly isOver: () => boolean },
): Promise<boolean> {
  const words = new URLSearchParams({ ...query, limit: String(PAGE_READINGS) });
  if (range !== null) {
    words.set('from', String(range[0]));
    words.set('until', String(range[1]));
  }
  let path: string | null = `/api/readings?${words}`;
  for (let loaded = 0; path !== null && loaded < MOST_READINGS && !isOver(); loaded += PAGE_READINGS) {
    const { readings, next }: ReadingsAnswer = await getJson<ReadingsAnswer>(path);
    readings.forEach(take);
    path = next;
  }
  return path !== null;
}
