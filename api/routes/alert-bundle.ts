import { Type } from 'typebox';
import { makeAlertBundle } from '../../model/alert-bundle.ts';
import type { ApiServer } from '../api-server.ts';
import type { ApiDeps } from '../deps.ts';
import { asDownload } from '../download.ts';
import { knownAlert } from '../known-alert.ts';
import { AlertSchema } from '../schemas/alert.ts';
import { EvidenceSchema } from '../schemas/evidence.ts';
import { closed, Id, listOf } from '../schemas/parts.ts';

const Bundle = Type.Object(
  {
    kind: Type.Literal('citynerve-alert'),
    format: Type.Literal(1),
    alert: AlertSchema,
    evidence: listOf(EvidenceSchema),
  },
  { description: 'Self-contained; `npm run citynerve -- verify --bundle FILE` verifies it on any machine.' },
);

/** GET /api/alerts/{id}/bundle: an alert with the evidence of all its steps, as a file. */
export function alertBundleRoute(app: ApiServer, deps: ApiDeps): void {
  app.get(
    '/api/alerts/:id/bundle',
    {
      schema: {
        summary: 'An alert with the evidence of all its steps',
        tags: ['alerts'],
        params: closed({ id: Id }),
        response: { 200: Bundle },
      },
    },
    async ({ params: { id } }, reply) => {
      const alert = knownAlert(deps.documents, id);
      asDownload(reply, `alert-${id}.json`);
      return makeAlertBundle(alert, (hash) => deps.documents.evidence(id, hash));
    },
  );
}
