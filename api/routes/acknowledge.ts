import { Type } from 'typebox';
import type { ApiServer } from '../api-server.ts';
import type { ApiDeps } from '../deps.ts';
import { knownAlert } from '../known-alert.ts';
import { orUnavailable } from '../problem.ts';
import { closed, Id, Offset } from '../schemas/parts.ts';

const Body = closed({ note: Type.String({ maxLength: 2000 }) });
const Accepted = Type.Object(
  { offset: Offset },
  { description: 'Durable in the journal; the fold decides what it does.' },
);

/**
 * POST /api/alerts/{id}/acknowledge: a person acknowledges an alert (ISA-18.2). Answered when the action is durable.
 */
export function acknowledgeRoute(app: ApiServer, deps: ApiDeps): void {
  app.post(
    '/api/alerts/:id/acknowledge',
    {
      schema: {
        summary: 'Acknowledge an alert',
        tags: ['alerts'],
        params: closed({ id: Id }),
        body: Body,
        response: { 202: Accepted },
      },
    },
    async ({ params, body, user }, reply) => {
      const { id: alertId } = knownAlert(deps.documents, params.id);
      const record = {
        kind: 'action',
        actionId: deps.newActionId(),
        user,
        action: { type: 'alert.acknowledge', alertId, note: body.note },
      } as const;
      const offset = await orUnavailable(
        deps.acknowledge(record),
        'The gateway is not available; nothing was acknowledged. Try again.',
      );
      reply.code(202);
      return { offset };
    },
  );
}
