import { Type } from 'typebox';
import type { ReadingPlace } from '../../model/series-store.ts';
import type { ApiServer } from '../api-server.ts';
import { cursorOf, placeOf } from '../cursor.ts';
import type { ApiDeps } from '../deps.ts';
import { inTurn } from '../in-turn.ts';
import { requireChannel } from '../known-names.ts';
import { nextPage } from '../next-page.ts';
import { orUnavailable } from '../problem.ts';
import { QUESTION_KEYS, questionOf, timeRangeOf } from '../question.ts';
import { Cursor, closed, listOf, NextPage, RANGE_ENDS } from '../schemas/parts.ts';
import { StoredReadingSchema } from '../schemas/reading.ts';

const MAX_READINGS = 50_000;
const DEFAULT_READINGS = 10_000;
/** What a page of the console asks for is no large question: 20,000 readings of a little more than an hour. */
const SMALL = { readings: 20_000, millis: 6 * 3_600_000 };
const Query = closed({
  ...QUESTION_KEYS,
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: MAX_READINGS, description: `Default ${DEFAULT_READINGS}.` }),
  ),
  cursor: Cursor,
});
const Readings = Type.Object({
  readings: listOf(StoredReadingSchema),
  ...RANGE_ENDS,
  isTruncated: Type.Boolean(),
  next: NextPage,
});

/** GET /api/readings: stored readings of a time range, page by page. */
export function readingsRoute(app: ApiServer, deps: ApiDeps): void {
  app.get(
    '/api/readings',
    {
      config: { rows: 'readings' },
      schema: { summary: 'Readings in a range', tags: ['readings'], querystring: Query, response: { 200: Readings } },
    },
    async (request, reply) => {
      const { query } = request;
      const question = questionOf(query, deps);
      const after = query.cursor === undefined ? {} : { after: readingPlaceOf(query.cursor) };
      const range = timeRangeOf(query, deps.cityTime());
      if (range === null) return { readings: [], from: null, until: null, isTruncated: false, next: null };
      const limit = query.limit ?? DEFAULT_READINGS;
      const isLarge = limit > SMALL.readings || range.until - range.from > SMALL.millis;
      return inTurn(app, { request, reply, isLarge }, async () => {
        // One more than the limit is read, to know whether there are more.
        const rangeQuery = { ...question, ...range, ...after, limit: limit + 1 };
        const found = await orUnavailable(deps.store.range(rangeQuery), 'The store does not answer.');
        if (found.length === 0) requireChannel(deps.registry(), query);
        const readings = found.slice(0, limit);
        const last = found.length > limit ? readings.at(-1) : undefined;
        const next = nextPage(request, reply, last === undefined ? null : { ...range, cursor: cursorAt(last) });
        return { readings, ...range, isTruncated: next !== null, next };
      });
    },
  );
}

const cursorAt = ({ observedAt, deviceId, channel }: ReadingPlace): string => cursorOf([observedAt, deviceId, channel]);

function readingPlaceOf(cursor: string): ReadingPlace {
  const [observedAt, deviceId = '', channel = ''] = placeOf(cursor, 3);
  return { observedAt, deviceId, channel };
}
