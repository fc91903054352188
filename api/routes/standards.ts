import { Type } from 'typebox';
import { AIR_PERIODS, AIR_STANDARDS } from '../../model/air-quality.ts';
import type { ApiServer } from '../api-server.ts';
import type { ApiDeps } from '../deps.ts';
import { EDITION_FACTS } from '../schemas/air-quality.ts';
import { BothLanguages, listOf, oneOf, orNull } from '../schemas/parts.ts';
import { RefusedPacksSchema } from '../schemas/refused-packs.ts';

const Source = Type.Object({
  document: orNull(Type.String()),
  clause: Type.String(),
  address: orNull(Type.String()),
  remarks: BothLanguages,
  transcribedBy: listOf(BothLanguages),
  checksum: Type.String({ description: 'SHA-256 of the canonical text of the table.' }),
});
const Editions = Type.Object({
  items: listOf(
    Type.Object({
      ...EDITION_FACTS,
      title: Type.Union([BothLanguages, Type.String()]),
      source: Type.Union([Source, Type.String()]),
      toCheck: Type.Boolean({ description: 'Some of it is still to be checked against the text.' }),
      air: orNull(
        Type.Object(
          { standard: oneOf(AIR_STANDARDS), periods: listOf(oneOf(AIR_PERIODS)) },
          { description: 'Which air quality index it gives; null: none.' },
        ),
      ),
    }),
  ),
  refused: listOf(RefusedPacksSchema),
});

/** GET /api/standards: the editions of standards in use, and the refused packs. */
export function standardsRoute(app: ApiServer, deps: ApiDeps): void {
  app.get(
    '/api/standards',
    {
      config: { rows: 'items' },
      schema: { summary: 'Editions of standards', tags: ['standards'], response: { 200: Editions } },
    },
    async () => ({ items: deps.standards(), refused: deps.refusedPacks() }),
  );
}
