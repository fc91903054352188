import { Type } from 'typebox';
import { AIR_PERIODS, AIR_STANDARDS, type AirPlace } from '../../model/air-quality.ts';
import type { ApiServer } from '../api-server.ts';
import type { ApiDeps } from '../deps.ts';
import { present } from '../present.ts';
import { ApiProblem, orUnavailable } from '../problem.ts';
import { AirQualityIndexSchema } from '../schemas/air-quality.ts';
import { closed, Id, Instant, listOf, oneOf } from '../schemas/parts.ts';

const Query = closed({
  deviceId: Type.Optional(Id),
  zoneId: Type.Optional(Type.String({ description: 'Everything inside it counts.', minLength: 1, maxLength: 300 })),
  standard: oneOf(AIR_STANDARDS),
  period: oneOf(AIR_PERIODS, 'A civil hour or day of the city.'),
  edition: Type.Optional(
    Type.String({
      description: 'Version of the standard, for all dates; default: the one in force on each date.',
      maxLength: 40,
    }),
  ),
  from: Type.Optional(Type.Unsafe<number>({ ...Instant, description: 'Default: 24 hours or 7 days before until.' })),
  until: Type.Optional(Type.Unsafe<number>({ ...Instant, description: 'Exclusive; default: now in city time.' })),
});
const Indices = Type.Object({ items: listOf(AirQualityIndexSchema) });

/** GET /api/air-quality: air quality index of a device or zone by hour or day, by the edition in force on each date. */
export function airQualityRoute(app: ApiServer, deps: ApiDeps): void {
  app.get(
    '/api/air-quality',
    {
      config: { rows: 'items' },
      schema: { summary: 'Air quality index', tags: ['air'], querystring: Query, response: { 200: Indices } },
    },
    async ({ query: { deviceId, zoneId, ...query } }) => {
      const airQuery = { ...present(query), standard: query.standard, period: query.period };
      const answer = await orUnavailable(
        deps.air.quality({ ...airQuery, place: placeOf(deviceId, zoneId) }),
        'The store does not answer.',
      );
      if ('refused' in answer) throw new ApiProblem(400, `${answer.refused.detail}.`, answer.refused.field);
      return answer;
    },
  );
}

function placeOf(deviceId: string | undefined, zoneId: string | undefined): AirPlace {
  if (deviceId !== undefined && zoneId === undefined) return { kind: 'device', id: deviceId };
  if (zoneId !== undefined && deviceId === undefined) return { kind: 'zone', id: zoneId };
  throw new ApiProblem(400, 'Name either a deviceId or a zoneId.', deviceId === undefined ? 'deviceId' : 'zoneId');
}
