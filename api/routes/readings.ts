import { Type } from 'typebox';
import type { ApiServer } from '../api-server.ts';
import type { ApiDeps } from '../deps.ts';
import { orUnavailable } from '../problem.ts';
import { closed, listOf } from '../schemas/parts.ts';
import { StoredReadingSchema } from '../schemas/reading.ts';
import { SERIES_QUERY, seriesFilter } from '../series-filter.ts';
import { timeRangeOf } from '../time-range.ts';

const MAX_READINGS = 50_000;
const DEFAULT_READINGS = 10_000;
const Query = closed({
  ...SERIES_QUERY,
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: MAX_READINGS, description: `Default ${DEFAULT_READINGS}.` }),
  ),
});
const Readings = Type.Object({ readings: listOf(StoredReadingSchema), isTruncated: Type.Boolean() });

/** GET /api/readings: stored readings of a time range. */
export function readingsRoute(app: ApiServer, deps: ApiDeps): void {
  app.get(
    '/api/readings',
    {
      config: { rows: 'readings' },
      schema: { summary: 'Readings in a range', tags: ['readings'], querystring: Query, response: { 200: Readings } },
    },
    async ({ query }) => {
      const range = timeRangeOf(query, deps.cityTime());
      if (range === null) return { readings: [], isTruncated: false };
      const limit = query.limit ?? DEFAULT_READINGS;
      // One more than the limit is read, to know whether there are more.
      const rangeQuery = { ...seriesFilter(query), ...range, limit: limit + 1 };
      const readings = await orUnavailable(deps.store.range(rangeQuery), 'The store does not answer.');
      return { readings: readings.slice(0, limit), isTruncated: readings.length > limit };
    },
  );
}
