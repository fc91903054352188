import type { ApiServer } from '../api-server.ts';
import type { ApiDeps } from '../deps.ts';
import { asDownload } from '../download.ts';
import { ApiProblem, orUnavailable } from '../problem.ts';
import { closed, Offset } from '../schemas/parts.ts';

const bytes = {
  description: 'The bytes that the device sent.',
  content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
};

/** GET /api/rejected/{offset}/payload: the bytes that the device sent, from the journal. */
export function rejectedPayloadRoute(app: ApiServer, deps: ApiDeps): void {
  app.get(
    '/api/rejected/:offset/payload',
    {
      schema: {
        summary: 'Bytes of a message',
        tags: ['ledger'],
        params: closed({ offset: Offset }),
        response: { 200: bytes },
      },
    },
    async ({ params: { offset } }, reply) => {
      const { durableOffset } = deps.lag();
      if (offset >= durableOffset) throw new ApiProblem(404, `The journal ends before offset ${offset}.`, 'offset');
      const found = await orUnavailable(deps.journalPayload(offset), 'The journal cannot be read now.');
      if (found === null) {
        throw new ApiProblem(
          410,
          `The journal no longer has a message at offset ${offset}: retention has deleted it.`,
          'offset',
        );
      }
      if ('kind' in found) {
        const detail = `At offset ${offset} the journal has no message of a device, but a record of kind "${found.kind}".`;
        throw new ApiProblem(404, detail, 'offset');
      }
      asDownload(reply, `message-${offset}.bin`);
      return reply.type('application/octet-stream').send(Buffer.from(found.payload));
    },
  );
}
