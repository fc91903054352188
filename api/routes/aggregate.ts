import { Type } from 'typebox';
import { aggregatesOf, whyNotAggregated } from '../../model/aggregates-of.ts';
import { AGGREGATE_FUNCTIONS } from '../../model/property-kind.ts';
import { RIGHT_TIME_ZONE, timeZoneOf } from '../../model/time-zone.ts';
import type { ApiServer } from '../api-server.ts';
import { bucketsOf, type Step } from '../buckets.ts';
import type { ApiDeps } from '../deps.ts';
import { inTurn } from '../in-turn.ts';
import { requireChannel } from '../known-names.ts';
import { ApiProblem, orUnavailable } from '../problem.ts';
import { QUESTION_KEYS, questionOf, type TimeRange, timeRangeOf } from '../question.ts';
import { closed, Instant, listOf, oneOf, orNull, PropertyName, RANGE_ENDS } from '../schemas/parts.ts';

const MAX_BUCKETS = 50_000;
const DAY_SECONDS = 86_400;
const HOUR_SECONDS = 3600;
/** More time than this makes a large question. */
const SMALL_MILLIS = 25 * HOUR_SECONDS * 1000;
const Query = closed({
  ...QUESTION_KEYS,
  property: PropertyName,
  function: Type.Optional(
    oneOf(
      AGGREGATE_FUNCTIONS,
      'Default: the usual one of the property. A mean is the mean over time, with the same weight for each device.',
    ),
  ),
  step: Type.Optional(oneOf(['1h', '1d'], 'Civil hours or days.')),
  stepSeconds: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 366 * DAY_SECONDS,
      description: 'Default 60. 3600 and 86400 mean civil hours and days; others are aligned to 1970 UTC.',
    }),
  ),
  timeZone: Type.Optional(
    Type.String({
      maxLength: 60,
      description: "Full name of the IANA time zone of civil hours and days, or UTC; default: the city's.",
    }),
  ),
  groupBy: Type.Optional(oneOf(['device', 'zone', 'none'], 'Default none.')),
});
const Bucket = Type.Object({
  at: Instant,
  until: Instant,
  civilTime: Type.String({ description: 'Civil time of `at` with its offset, ISO 8601.' }),
  group: Type.String({ description: 'Device or zone id; empty when not grouped.' }),
  value: orNull(Type.Number({ description: 'Null: there are no readings in it.' })),
  valueWithoutRepeats: Type.Optional(
    orNull(
      Type.Number({
        description:
          'Only of sums: `value` without the readings that may be there twice (quality reason `possible-repeat`). What ' +
          'came together lies between the two; alerts use this one.',
      }),
    ),
  ),
  count: Type.Integer({ description: 'Readings in it; bad ones do not count.' }),
  isPartial: Type.Boolean({ description: 'Only a part of it lies in the range, or is over.' }),
});
const Buckets = Type.Object({
  buckets: listOf(Bucket),
  ...RANGE_ENDS,
  timeZone: Type.String({ description: 'IANA time zone of civil times.' }),
});

/** GET /api/aggregate: readings of one property, aggregated in civil hours or days, or in equal steps. */
export function aggregateRoute(app: ApiServer, deps: ApiDeps): void {
  app.get(
    '/api/aggregate',
    {
      config: { rows: 'buckets' },
      schema: { summary: 'Readings in steps', tags: ['readings'], querystring: Query, response: { 200: Buckets } },
    },
    async (request, reply) => {
      const { query } = request;
      const { property, groupBy = 'none' } = query;
      const named = query.timeZone;
      const timeZone = named === undefined ? (deps.registry().city?.timeZone ?? 'UTC') : timeZoneOf(named);
      if (timeZone === null) {
        throw new ApiProblem(400, `"${named}" is no time zone; write ${RIGHT_TIME_ZONE}.`, 'timeZone');
      }
      const question = questionOf(query, deps);
      const name = query.function ?? aggregatesOf(property)[0];
      const refusal = whyNotAggregated(property, name);
      if (refusal !== null) throw new ApiProblem(400, refusal, 'function');
      const step = stepOf(query);
      const range = timeRangeOf(query, deps.cityTime());
      if (range === null) return { buckets: [], from: null, until: null, timeZone };
      const { devices, zones } = deps.registry();
      const groups = { none: 1, device: query.device ? 1 : devices.size, zone: question.zoneIds?.length ?? zones.size };
      refuseTooManyBuckets(range, step, Math.max(1, groups[groupBy]));
      // Each device once, however often it speaks.
      const storeFunction = name === 'mean' ? ('timeMean' as const) : name;
      const isLarge = range.until - range.from > SMALL_MILLIS;
      return inTurn(app, { request, reply, isLarge }, async () => {
        const { bounds, answer } = await bucketsOf(range, {
          step,
          timeZone,
          now: deps.cityTime(),
          areSums: name === 'sum',
        });
        const aggregateQuery = { ...question, property, function: storeFunction, bounds, groupBy };
        const found = await orUnavailable(deps.store.aggregate(aggregateQuery), 'The store does not answer.');
        if (found.length === 0) requireChannel(deps.registry(), query);
        const names = groupBy === 'none' ? [''] : [...new Set(found.map(({ group }) => group))].sort();
        return { buckets: await answer(found, names), ...range, timeZone };
      });
    },
  );
}

function stepOf({ step, stepSeconds }: { readonly step?: '1h' | '1d'; readonly stepSeconds?: number }): Step {
  if (step !== undefined && stepSeconds !== undefined) {
    throw new ApiProblem(400, 'step and stepSeconds mean the same; give one of them.', 'step');
  }
  if (step === '1d' || stepSeconds === DAY_SECONDS) return 'day';
  if (step === '1h' || stepSeconds === HOUR_SECONDS) return 'hour';
  return (stepSeconds ?? 60) * 1000;
}

function refuseTooManyBuckets({ from, until }: TimeRange, step: Step, groups: number): void {
  const seconds = (until - from) / 1000;
  const stepSeconds = step === 'day' ? DAY_SECONDS : step === 'hour' ? HOUR_SECONDS : step / 1000;
  if (Math.ceil(seconds / stepSeconds) * groups <= MAX_BUCKETS) return;
  const enough = Math.ceil((seconds * groups) / MAX_BUCKETS);
  const detail = `${stepSeconds} s over this range and ${groups} groups is more than ${MAX_BUCKETS} buckets; use ${enough} s.`;
  throw new ApiProblem(400, detail, typeof step === 'number' ? 'stepSeconds' : 'step');
}
