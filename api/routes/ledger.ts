import { Type } from 'typebox';
import { messageDifference, valueDifference } from '../../model/ledger.ts';
import { joinBooks } from '../accepted-books.ts';
import type { ApiServer } from '../api-server.ts';
import type { ApiDeps } from '../deps.ts';
import { totalsOf } from '../ledger-totals.ts';
import { QUESTION_KEYS, questionOf } from '../question.ts';
import { LedgerEntrySchema } from '../schemas/ledger.ts';
import { closed, Instant, listOf, Offset, orNull } from '../schemas/parts.ts';

const { device, zone } = QUESTION_KEYS;
const Query = closed({ device, zone });
const Ledger = Type.Object({
  entries: listOf(LedgerEntrySchema),
  totals: LedgerEntrySchema,
  balances: Type.Object(
    { messages: Type.Integer(), values: Type.Integer() },
    { description: 'Differences in the balances of the totals; zero when nothing is lost.' },
  ),
  storeTrouble: orNull(
    Type.String({ description: 'Why the response has no books of the series store; null when it has.' }),
  ),
  skipped: listOf(
    Type.Object(
      { firstOffset: Offset, lastOffset: Offset, decidedAt: Instant, reason: Type.String() },
      { description: 'Journal records whose readings are not in the series store, and never will be.' },
    ),
  ),
  asOf: Type.Object({ offset: Offset, cityTime: orNull(Instant) }),
});

const NO_ANSWER = 'the series store does not answer; what became of accepted values is not known now';

/** GET /api/ledger: every message and value accounted for, and what became of accepted values in the store. */
export function ledgerRoute(app: ApiServer, deps: ApiDeps): void {
  app.get(
    '/api/ledger',
    {
      config: { rows: 'entries' },
      schema: { summary: 'The ledger', tags: ['ledger'], querystring: Query, response: { 200: Ledger } },
    },
    async ({ query }) => {
      const { deviceId, zoneIds } = questionOf(query, deps);
      const zones = zoneIds && new Set(zoneIds);
      const { zoneOf } = deps.registry();
      // The store is read first: what it has was accepted by the fold before, so the fold's counts are never lower.
      const books = await deps.storeBooks();
      const own = deps.documents.ledger(deviceId).filter((entry) => zones?.has(zoneOf(entry.deviceId) ?? '') ?? true);
      const entries = joinBooks(own, books);
      const totals = totalsOf(entries);
      return {
        entries,
        totals,
        balances: { messages: messageDifference(totals), values: valueDifference(totals) },
        storeTrouble: books === null ? NO_ANSWER : null,
        skipped: deps.skippedRanges().map(({ fromOffset, untilOffset, decidedAt, reason }) => ({
          firstOffset: fromOffset,
          lastOffset: untilOffset - 1,
          decidedAt,
          reason,
        })),
        asOf: { offset: deps.lag().foldedOffset, cityTime: deps.cityTime() },
      };
    },
  );
}
