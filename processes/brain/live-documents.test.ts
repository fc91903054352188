import { expect, test } from 'vitest';
import type { Alert } from '../../model/alert.ts';
import { type AlertFilter, matchesAlert, newestFirst } from '../../model/alert-filter.ts';
import type { FoldResult } from '../../model/fold.ts';
import { sampleAlert } from '../../store/documents/sample-batch.ts';
import { liveAlerts } from './live-documents.ts';

const result = (alerts: readonly Alert[], nextOffset: number) =>
  ({ alerts, evidence: [], nextOffset }) as unknown as FoldResult;

test('lists are of what the live fold knows: a change that the documents do not have yet counts, and is paged once', () => {
  const [a, b, c, d] = [1, 2, 3, 4].map((n) => sampleAlert({ id: `a${n}`, raisedAt: n * 1000, status: 'open' }));
  const stored = [a, b, c].filter((alert) => alert !== undefined);
  const documents = {
    alerts: (filter: AlertFilter) =>
      stored
        .filter((alert) => matchesAlert(alert, filter))
        .sort(newestFirst)
        .slice(0, filter.limit),
    alert: () => null,
    evidence: () => null,
  };
  // The newest was raised, and the second cleared, after the last commit of the documents.
  const cleared = { ...stored[1], status: 'cleared', clearedAt: 5000 } as Alert;
  const active = [a, c, d].filter((alert) => alert !== undefined);
  const live = liveAlerts({ documents, active: () => active, documentsOffset: () => 10 });
  live.note(result([cleared, ...active.slice(2)], 20));
  const ids = (filter: Partial<AlertFilter>) => live.alerts({ status: 'all', limit: 9, ...filter }).map(({ id }) => id);
  expect(ids({})).toEqual(['a4', 'a3', 'a2', 'a1']);
  expect(ids({ status: 'cleared' })).toEqual(['a2']);
  expect(ids({ status: 'open' })).toEqual(['a4', 'a3', 'a1']);
  expect(ids({ limit: 2 })).toEqual(['a4', 'a3']);
  expect(ids({ limit: 2, after: { raisedAt: 3000, id: 'a3' } })).toEqual(['a2', 'a1']);
});
