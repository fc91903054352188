import { Type } from 'typebox';
import { aggregatesOf, whyNotAggregated } from '../../model/aggregates-of.ts';
import { AGGREGATE_FUNCTIONS } from '../../model/property-kind.ts';
import type { ApiServer } from '../api-server.ts';
import type { ApiDeps } from '../deps.ts';
import { ApiProblem, orUnavailable } from '../problem.ts';
import { closed, Instant, listOf, oneOf } from '../schemas/parts.ts';
import { SERIES_QUERY, seriesFilter } from '../series-filter.ts';
import { type TimeRange, timeRangeOf } from '../time-range.ts';

const MAX_BUCKETS = 50_000;
const DAY_SECONDS = 86_400;
const Query = closed({
  ...SERIES_QUERY,
  function: Type.Optional(oneOf(AGGREGATE_FUNCTIONS, 'Default: the usual one of the property.')),
  stepSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 366 * DAY_SECONDS, description: 'Default 60.' })),
  groupBy: Type.Optional(oneOf(['device', 'zone', 'none'], 'Default none.')),
});
const Bucket = Type.Object({
  at: Instant,
  group: Type.String({ description: 'Device or zone id; empty when not grouped.' }),
  value: Type.Number(),
  count: Type.Integer(),
});
const Buckets = Type.Object({ buckets: listOf(Bucket) });

/** GET /api/aggregate: readings aggregated in steps that are aligned to 1970 UTC. */
export function aggregateRoute(app: ApiServer, deps: ApiDeps): void {
  app.get(
    '/api/aggregate',
    {
      config: { rows: 'buckets' },
      schema: { summary: 'Readings in steps', tags: ['readings'], querystring: Query, response: { 200: Buckets } },
    },
    async ({ query }) => {
      const { stepSeconds = 60, groupBy = 'none' } = query;
      const range = timeRangeOf(query, deps.cityTime());
      if (range === null) return { buckets: [] };
      const { devices, zones } = deps.registry();
      const groups = { none: 1, device: query.device ? 1 : devices.size, zone: query.zone ? 1 : zones.size }[groupBy];
      refuseTooManyBuckets(range, stepSeconds, Math.max(1, groups));
      const aggregateQuery = {
        ...seriesFilter(query),
        ...range,
        function: query.function ?? (query.property === undefined ? 'mean' : aggregatesOf(query.property)[0]),
        stepSeconds,
        groupBy,
      };
      const refusal = query.property === undefined ? null : whyNotAggregated(query.property, aggregateQuery.function);
      if (refusal !== null) throw new ApiProblem(400, refusal, 'function');
      const buckets = await orUnavailable(deps.store.aggregate(aggregateQuery), 'The store does not answer.');
      return { buckets };
    },
  );
}

function refuseTooManyBuckets({ from, until }: TimeRange, stepSeconds: number, groups: number): void {
  const seconds = (until - from) / 1000;
  if (Math.ceil(seconds / stepSeconds) * groups <= MAX_BUCKETS) return;
  const enough = Math.ceil((seconds * groups) / MAX_BUCKETS);
  const detail = `${stepSeconds} s over this range and ${groups} groups is more than ${MAX_BUCKETS} buckets; use ${enough} s.`;
  throw new ApiProblem(400, detail, 'stepSeconds');
}
