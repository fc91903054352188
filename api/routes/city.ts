import { Type } from 'typebox';
import type { ApiServer } from '../api-server.ts';
import type { ApiDeps } from '../deps.ts';
import { ApiProblem } from '../problem.ts';
import { LagSchema } from '../schemas/lag.ts';
import { BothLanguages, Instant, oneOf, orNull } from '../schemas/parts.ts';

const City = Type.Object({
  name: BothLanguages,
  timeZone: Type.String({ description: 'IANA zone of civil days and hours.' }),
  clock: oneOf(['wall', 'driven']),
  simulated: Type.Boolean(),
  cityTime: orNull(Instant),
  version: Type.String(),
  lag: LagSchema,
});

/** GET /api/city: name, city time and version of the city, and the lag of the brain. */
export function cityRoute(app: ApiServer, deps: ApiDeps): void {
  app.get(
    '/api/city',
    { schema: { summary: 'The city, its clock and its lag', tags: ['city'], response: { 200: City } } },
    async () => {
      const { city } = deps.registry();
      if (city === null) throw new ApiProblem(503, 'The brain has not yet read the configuration of the city.');
      return { ...city, cityTime: deps.cityTime(), version: deps.version, lag: deps.lag() };
    },
  );
}
