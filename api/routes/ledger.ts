import { Type } from 'typebox';
import { messageDifference, valueDifference } from '../../model/ledger.ts';
import type { ApiServer } from '../api-server.ts';
import type { ApiDeps } from '../deps.ts';
import { totalsOf } from '../ledger-totals.ts';
import { LedgerEntrySchema } from '../schemas/ledger.ts';
import { closed, Id, Instant, listOf, Offset, orNull } from '../schemas/parts.ts';

const Query = closed({ device: Type.Optional(Id) });
const Ledger = Type.Object({
  entries: listOf(LedgerEntrySchema),
  totals: LedgerEntrySchema,
  balances: Type.Object(
    { messages: Type.Integer(), values: Type.Integer() },
    { description: 'What remains when the balance of the totals is drawn; zero in a sound city.' },
  ),
  asOf: Type.Object({ offset: Offset, cityTime: orNull(Instant) }),
});

/** GET /api/ledger: every message and value accounted for. */
export function ledgerRoute(app: ApiServer, deps: ApiDeps): void {
  app.get(
    '/api/ledger',
    { schema: { summary: 'The ledger', tags: ['ledger'], querystring: Query, response: { 200: Ledger } } },
    async ({ query }) => {
      const entries = deps.documents.ledger(query.device);
      const totals = totalsOf(entries);
      return {
        entries,
        totals,
        balances: { messages: messageDifference(totals), values: valueDifference(totals) },
        asOf: { offset: deps.lag().foldedOffset, cityTime: deps.cityTime() },
      };
    },
  );
}
