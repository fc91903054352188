import type { ApiServer } from '../api-server.ts';
import type { ApiDeps } from '../deps.ts';
import { asDownload } from '../download.ts';
import { knownAlert } from '../known-alert.ts';
import { EvidenceSchema } from '../schemas/evidence.ts';
import { closed, Id } from '../schemas/parts.ts';

/** GET /api/alerts/{id}/evidence: the evidence for the severity of an alert, as a file. */
export function alertEvidenceRoute(app: ApiServer, deps: ApiDeps): void {
  app.get(
    '/api/alerts/:id/evidence',
    {
      schema: {
        summary: 'Evidence for the severity that an alert has, or had last',
        tags: ['alerts'],
        params: closed({ id: Id }),
        response: { 200: EvidenceSchema },
      },
    },
    async ({ params }, reply) => {
      const { evidence } = knownAlert(deps.documents, params.id);
      asDownload(reply, `evidence-${params.id}.json`);
      return evidence;
    },
  );
}
