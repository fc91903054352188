import { Type } from 'typebox';
import { REJECT_REASONS } from '../../model/rejected.ts';
import type { ApiServer } from '../api-server.ts';
import type { ApiDeps } from '../deps.ts';
import { nextPage } from '../next-page.ts';
import { present } from '../present.ts';
import { QUESTION_KEYS, questionOf } from '../question.ts';
import { closed, Instant, listOf, NextPage, Offset, oneOf, orNull } from '../schemas/parts.ts';

const DEFAULT_REJECTED = 100;
const Query = closed({
  device: QUESTION_KEYS.device,
  reason: Type.Optional(oneOf(REJECT_REASONS)),
  before: Type.Optional(
    Type.Unsafe<number>({ ...Offset, description: 'Only those with a smaller offset: the next page.' }),
  ),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, description: `Default ${DEFAULT_REJECTED}.` })),
});
const Rejected = Type.Object({
  offset: Offset,
  deviceId: Type.String(),
  topic: Type.String(),
  receivedAt: Instant,
  channel: orNull(Type.String({ description: 'Null: the whole message.' })),
  reason: oneOf(REJECT_REASONS),
  detail: Type.String(),
});
const RejectedList = Type.Object({ rejected: listOf(Rejected), next: NextPage });

/** GET /api/rejected: messages and values that were rejected, newest first. */
export function rejectedRoute(app: ApiServer, deps: ApiDeps): void {
  app.get(
    '/api/rejected',
    {
      config: { rows: 'rejected' },
      schema: {
        summary: 'Rejected messages and values, and why',
        tags: ['ledger'],
        querystring: Query,
        response: { 200: RejectedList },
      },
    },
    async (request, reply) => {
      const { device, reason, before, limit = DEFAULT_REJECTED } = request.query;
      const { deviceId } = questionOf({ device }, deps);
      const rejected = deps.documents.rejected({ ...present({ deviceId, reason, before }), limit });
      const last = rejected.length < limit ? undefined : rejected.at(-1);
      return { rejected, next: nextPage(request, reply, last === undefined ? null : { before: last.offset }) };
    },
  );
}
