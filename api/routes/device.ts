import type { ApiServer } from '../api-server.ts';
import type { ApiDeps } from '../deps.ts';
import { deviceViews } from '../device-view.ts';
import { ApiProblem } from '../problem.ts';
import { DeviceSchema } from '../schemas/device.ts';
import { closed, Id } from '../schemas/parts.ts';

/** GET /api/devices/{id}: one device. */
export function deviceRoute(app: ApiServer, deps: ApiDeps): void {
  app.get(
    '/api/devices/:id',
    {
      schema: { summary: 'One device', tags: ['devices'], params: closed({ id: Id }), response: { 200: DeviceSchema } },
    },
    async ({ params }) => {
      const device = deps.registry().devices.get(params.id);
      const [view] = device === undefined ? [] : await deviceViews([device], deps);
      if (view === undefined) throw new ApiProblem(404, `There is no device "${params.id}" in this city.`, 'id');
      return view;
    },
  );
}
