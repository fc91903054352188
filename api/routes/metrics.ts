import type { ApiServer } from '../api-server.ts';
import type { ApiDeps } from '../deps.ts';

const text = { description: 'Prometheus text.', content: { 'text/plain': { schema: { type: 'string' } } } };

/** GET /metrics: counters for Prometheus. */
export function metricsRoute(app: ApiServer, deps: ApiDeps): void {
  app.get(
    '/metrics',
    {
      config: { isOpen: true },
      schema: { summary: 'Metrics', tags: ['operation'], security: [], response: { 200: text } },
    },
    async (_request, reply) => reply.type('text/plain; version=0.0.4; charset=utf-8').send(await deps.metrics()),
  );
}
