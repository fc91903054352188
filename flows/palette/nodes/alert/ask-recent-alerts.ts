import { type Alert, parseAlert } from '../../city/alert.ts';
import type { GetJson } from '../../city/api-client.ts';
import { askUntilAnswered } from '../../city/ask-until-answered.ts';
import type { Clock } from '../../city/clock.ts';
import { isFields, listOf } from '../../city/fields.ts';

/** The city's newest alerts, ended ones too, the one that changed first in front; asked for until there is an answer, none when the signal ended it. */
export async function askRecentAlerts(
  getJson: GetJson,
  options: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<readonly Alert[]> {
  const ask = async () => {
    const answer = await getJson('/api/alerts?status=all&limit=500');
    return isFields(answer) ? listOf(answer, 'alerts') : null;
  };
  const answer = (await askUntilAnswered(ask, options)) ?? [];
  const alerts = answer.map(parseAlert).filter((alert) => alert !== null);
  return alerts.sort((a, b) => (a.history.at(-1)?.at ?? 0) - (b.history.at(-1)?.at ?? 0));
}
