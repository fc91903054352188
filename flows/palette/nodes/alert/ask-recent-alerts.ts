import { type Alert, parseAlert } from '../../city/alert.ts';
import type { GetJson } from '../../city/api-client.ts';
import type { Clock } from '../../city/clock.ts';
import { isFields, listOf } from '../../city/fields.ts';
import { retry } from '../../city/retry.ts';

/**
 * The city's newest alerts, cleared ones too, in order of their last change. Retries until there is an answer; empty
 * after an abort.
 */
export async function askRecentAlerts(
  getJson: GetJson,
  options: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<readonly Alert[]> {
  const ask = async () => {
    const answer = await getJson('/api/alerts?status=all&limit=500');
    return isFields(answer) ? listOf(answer, 'alerts') : null;
  };
  const answer = (await retry(ask, options)) ?? [];
  const alerts = answer.map(parseAlert).filter((alert) => alert !== null);
  return alerts.sort((a, b) => (a.history.at(-1)?.at ?? 0) - (b.history.at(-1)?.at ?? 0));
}
