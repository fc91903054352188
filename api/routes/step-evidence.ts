import { Type } from 'typebox';
import type { ApiServer } from '../api-server.ts';
import type { ApiDeps } from '../deps.ts';
import { asDownload } from '../download.ts';
import { knownAlert } from '../known-alert.ts';
import { ApiProblem } from '../problem.ts';
import { EvidenceSchema } from '../schemas/evidence.ts';
import { closed, Id } from '../schemas/parts.ts';

const Hash = Type.String({ pattern: '^[0-9a-f]{64}$', description: '`evidenceHash` of the step, in the history.' });

/** GET /api/alerts/{id}/evidence/{hash}: the evidence of one step of an alert, as a file whose SHA-256 is the hash. */
export function stepEvidenceRoute(app: ApiServer, deps: ApiDeps): void {
  app.get(
    '/api/alerts/:id/evidence/:hash',
    {
      schema: {
        summary: 'Evidence of one step of an alert',
        tags: ['alerts'],
        params: closed({ id: Id, hash: Hash }),
        response: { 200: EvidenceSchema },
      },
    },
    async ({ params: { id, hash } }, reply) => {
      const step = knownAlert(deps.documents, id).history.findIndex(({ evidenceHash }) => evidenceHash === hash);
      if (step === -1) {
        const detail = `No step of alert "${id}" has this evidence; the hashes stand in its history (/api/alerts/${id}).`;
        throw new ApiProblem(404, detail, 'hash');
      }
      const evidence = deps.documents.evidence(id, hash);
      if (evidence === null) {
        const detail = `The evidence of step ${step + 1} is not in the documents; rebuild-store makes it again from the journal.`;
        throw new ApiProblem(404, detail, 'hash');
      }
      asDownload(reply, `evidence-${id}-${step + 1}.json`);
      return evidence;
    },
  );
}
