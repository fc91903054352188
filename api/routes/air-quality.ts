import { Type } from 'typebox';
import { AIR_PERIODS, AIR_STANDARDS, type AirPlace } from '../../model/air-quality.ts';
import type { ApiServer } from '../api-server.ts';
import type { ApiDeps } from '../deps.ts';
import { inTurn } from '../in-turn.ts';
import { momentKey } from '../moment.ts';
import { present } from '../present.ts';
import { ApiProblem, orUnavailable } from '../problem.ts';
import { endsOf, QUESTION_KEYS, questionOf } from '../question.ts';
import { AirQualityIndexSchema } from '../schemas/air-quality.ts';
import { closed, Id, listOf, oneOf, RANGE_ENDS } from '../schemas/parts.ts';

/** More time than this makes a large question. */
const SMALL_MILLIS = 8 * 86_400_000;
const Query = closed({
  device: QUESTION_KEYS.device,
  zone: QUESTION_KEYS.zone,
  deviceId: Type.Optional(Type.Unsafe<string>({ ...Id, description: 'Former name of `device`.' })),
  zoneId: Type.Optional(Type.Unsafe<string>({ ...Id, description: 'Former name of `zone`.' })),
  standard: oneOf(AIR_STANDARDS),
  period: oneOf(AIR_PERIODS, 'A civil hour or day of the city.'),
  edition: Type.Optional(
    Type.String({
      description: 'Version of the standard, for all dates; default: the one in force on each date.',
      maxLength: 40,
    }),
  ),
  from: momentKey('Default: 24 hours or 7 days before until.'),
  until: momentKey('Exclusive; default: now in city time.'),
});
const Indices = Type.Object({ items: listOf(AirQualityIndexSchema), ...RANGE_ENDS });

/** GET /api/air-quality: air quality index of a device or zone by hour or day, by the edition in force on each date. */
export function airQualityRoute(app: ApiServer, deps: ApiDeps): void {
  app.get(
    '/api/air-quality',
    {
      config: { rows: 'items' },
      schema: { summary: 'Air quality index', tags: ['air'], querystring: Query, response: { 200: Indices } },
    },
    async (request, reply) => {
      const { device, zone, deviceId, zoneId, standard, period, edition, ...keys } = request.query;
      questionOf({ device, zone }, deps);
      const ends = endsOf(keys);
      const airQuery = {
        ...present({ edition }),
        ...ends,
        standard,
        period,
        place: placeOf(device ?? deviceId, zone ?? zoneId),
      };
      const from = ends.from ?? Number.POSITIVE_INFINITY;
      const isLarge = (ends.until ?? deps.cityTime() ?? 0) - from > SMALL_MILLIS;
      const answer = await inTurn(app, { request, reply, isLarge }, () =>
        orUnavailable(deps.air.quality(airQuery), 'The store does not answer.'),
      );
      if ('refused' in answer) throw new ApiProblem(400, `${answer.refused.detail}.`, answer.refused.field);
      return answer;
    },
  );
}

function placeOf(deviceId: string | undefined, zoneId: string | undefined): AirPlace {
  if (deviceId !== undefined && zoneId === undefined) return { kind: 'device', id: deviceId };
  if (zoneId !== undefined && deviceId === undefined) return { kind: 'zone', id: zoneId };
  throw new ApiProblem(400, 'Name either a device or a zone.', deviceId === undefined ? 'device' : 'zone');
}
