import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { Alert } from '../../model/alert.ts';
import type { AlertFilter } from '../../model/alert-filter.ts';
import { readAlert } from '../../model/read-alert.ts';

/** The alerts that `matchesAlert` (model/alert-filter.ts) wants, newest first. */
export function alertPage(database: DatabaseSync, filter: AlertFilter): readonly Alert[] {
  const { status, scenarioId, zoneIds, from, until, after, limit } = filter;
  const conditions = ['TRUE'];
  const values: Record<string, SQLInputValue> = { limit };
  const narrow = (condition: string, named: Readonly<Record<string, SQLInputValue | undefined>>) => {
    const given = Object.entries(named).filter((entry): entry is [string, SQLInputValue] => entry[1] !== undefined);
    if (given.length === 0) return;
    conditions.push(condition);
    Object.assign(values, Object.fromEntries(given));
  };
  if (status !== 'all') conditions.push(`is_active = ${status === 'cleared' ? 0 : 1}`);
  if (status === 'open' || status === 'acknowledged') narrow("json ->> '$.status' = $status", { status });
  narrow("json ->> '$.scenarioId' = $scenarioId", { scenarioId });
  narrow("json ->> '$.zoneId' IN (SELECT value FROM json_each($zoneIds))", {
    zoneIds: zoneIds && JSON.stringify(zoneIds),
  });
  narrow("coalesce(json ->> '$.clearedAt' >= $from, TRUE)", { from });
  narrow('raised_at < $until', { until });
  narrow('(raised_at < $raisedAt OR (raised_at = $raisedAt AND id > $id))', {
    raisedAt: after?.raisedAt,
    id: after?.id,
  });
  const rows = database
    .prepare(`SELECT json FROM alerts WHERE ${conditions.join(' AND ')} ORDER BY raised_at DESC, id LIMIT $limit`)
    .all(values);
  return rows.map(({ json }) => readAlert(JSON.parse(String(json)) as Alert));
}
