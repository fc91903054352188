import { Type } from 'typebox';
import type { ApiServer } from '../api-server.ts';
import type { ApiDeps, ReadinessCheck } from '../deps.ts';
import { listOf } from '../schemas/parts.ts';

const Check = Type.Object({ name: Type.String(), ok: Type.Boolean(), detail: Type.String() });
const Readiness = Type.Object({ ready: Type.Boolean(), checks: listOf(Check) });

/** GET /readyz: 200 when everything works, else 503; the failing check is named. */
export function readinessRoute(app: ApiServer, deps: ApiDeps): void {
  app.get(
    '/readyz',
    {
      config: { isOpen: true },
      schema: { summary: 'Ready', tags: ['operation'], security: [], response: { 200: Readiness, 503: Readiness } },
    },
    async (request, reply) => {
      const checks = await deps.readiness().catch((error: unknown): readonly ReadinessCheck[] => {
        request.log.error({ err: error }, 'the readiness checks failed');
        return [{ name: 'readiness', ok: false, detail: 'The checks failed; see the log of the brain.' }];
      });
      const ready = checks.every(({ ok }) => ok);
      reply.code(ready ? 200 : 503);
      return { ready, checks };
    },
  );
}
