import { Type } from 'typebox';
import type { Alert } from '../../model/alert.ts';
import type { ApiServer } from '../api-server.ts';
import type { ApiDeps } from '../deps.ts';
import { knownAlert } from '../known-alert.ts';
import { ApiProblem, orUnavailable } from '../problem.ts';
import { closed, Id, Offset } from '../schemas/parts.ts';
import { PROBLEM_ANSWER } from '../schemas/problem.ts';

const Body = closed({ note: Type.String({ maxLength: 2000 }) });
const Accepted = Type.Object(
  { offset: Offset },
  { description: 'Durable in the journal; the fold decides what it does.' },
);
const NO_EFFECT = {
  ...PROBLEM_ANSWER,
  description: 'The alert is over, or acknowledged already and there is no note.',
};

/**
 * POST /api/alerts/{id}/acknowledge: a person acknowledges an alert (ISA-18.2), or adds a note to one that is
 * acknowledged already. Answered when the action is durable; 409 where it would have no effect, 503 while the city is
 * catching up: the alert may have ended long ago, and the fold would not take what is written about it.
 */
export function acknowledgeRoute(app: ApiServer, deps: ApiDeps): void {
  app.post(
    '/api/alerts/:id/acknowledge',
    {
      schema: {
        summary: 'Acknowledge an alert, or add a note to one that is acknowledged',
        tags: ['alerts'],
        params: closed({ id: Id }),
        body: Body,
        response: { 202: Accepted, 409: NO_EFFECT },
      },
    },
    async ({ params, body, user }, reply) => {
      const alert = knownAlert(deps.documents, params.id);
      const note = body.note.trim();
      refuseWithoutEffect(alert, note);
      if (!deps.isCaughtUp())
        throw new ApiProblem(
          503,
          'The city is catching up with its journal, and this alert may be over; nothing was acknowledged. Try again in a moment.',
        );
      const record = {
        kind: 'action',
        actionId: deps.newActionId(),
        user,
        action: { type: 'alert.acknowledge', alertId: alert.id, note },
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

function refuseWithoutEffect({ status, clearedAt, acknowledgedBy, acknowledgedAt }: Alert, note: string): void {
  const when = (at: number | null): string => new Date(at ?? 0).toISOString();
  if (status === 'cleared')
    throw new ApiProblem(409, `The alert is over since ${when(clearedAt)}; the note was not written.`, 'id');
  if (status === 'acknowledged' && note === '') {
    const by = `by ${acknowledgedBy} at ${when(acknowledgedAt)}`;
    throw new ApiProblem(409, `The alert is acknowledged already, ${by}; to add something, write a note.`, 'note');
  }
}
