import type { DeliveryStatus } from '../../delivery/delivery-sink.ts';
import { describeMissing, type MissingOffsets } from '../../fold/missing-offsets.ts';
import type { RefusedPacks } from '../../model/refused-packs.ts';
import type { Check } from '../status-server.ts';

/** Records behind from which a brain no longer counts as up to date. */
const MOST_RECORDS_BEHIND = 100_000;

/**
 * The same in seconds: longer than a brain takes to be killed, started and caught up, and few devices would take hours to be so many records
 * behind. A start with a longer backlog is red until it has caught up, and says so.
 */
const MOST_SECONDS_BEHIND = 60;

/** What `/readyz` of the brain looks at: each check says what is wrong and what to do. */
export async function brainChecks(seen: {
  readonly isGatewayThere: boolean;
  readonly deliveries: readonly DeliveryStatus[];
  readonly isLive: boolean;
  readonly lag: { readonly records: number; readonly ageSeconds: number };
  readonly store: () => Promise<{ readonly isHealthy: boolean; readonly detail: string }>;
  readonly storeTrouble: string | null;
  readonly documentsTrouble: string | null;
  readonly journalTrouble: string | null;
  /** What the fold had to go over: it cannot be mended, so it is said and does not count as red. */
  readonly missing: readonly MissingOffsets[];
  readonly refusedPacks: readonly RefusedPacks[];
}): Promise<readonly Check[]> {
  const store = await seen.store();
  const { records, ageSeconds } = seen.lag;
  const behind = `${records} records behind the journal, the oldest for ${Math.floor(ageSeconds)} s`;
  return [
    {
      name: 'gateway',
      ok: seen.isGatewayThere,
      detail: seen.isGatewayThere
        ? 'connected'
        : 'not running: actions are refused and nothing new comes in; look at its /readyz and log',
    },
    {
      name: 'store',
      ok: store.isHealthy && seen.storeTrouble === null,
      detail: seen.storeTrouble ?? store.detail,
    },
    { name: 'documents', ok: seen.documentsTrouble === null, detail: seen.documentsTrouble ?? 'written' },
    {
      name: 'journal',
      ok: seen.journalTrouble === null,
      detail: seen.journalTrouble ?? (seen.missing.length === 0 ? 'read' : `read; ${describeMissing(seen.missing)}`),
    },
    {
      name: 'standards',
      ok: seen.refusedPacks.every(({ scenarioId }) => scenarioId === null),
      detail: seen.refusedPacks.length === 0 ? 'loaded' : seen.refusedPacks.map(describeRefused).join('; '),
    },
    {
      name: 'fold',
      ok: seen.isLive && records < MOST_RECORDS_BEHIND && ageSeconds < MOST_SECONDS_BEHIND,
      detail: seen.isLive ? behind : `catching up: ${behind}`,
    },
    ...seen.deliveries.map(({ name, trouble, waiting }) => ({
      name: `alerts-to-${name}`,
      ok: trouble === null,
      detail: trouble === null ? `${waiting} waiting` : `${trouble}; alerts are on the page`,
    })),
  ];
}

/** A pack that no scenario needs is said; one that a scenario needs leaves the city unwatched, which is red. */
function describeRefused({ scenarioId, packs, problems }: RefusedPacks): string {
  const what = packs.length === 0 ? 'no pack' : packs.join(', ');
  const consequence = scenarioId === null ? 'not used' : `${scenarioId} watches nothing`;
  return `${what}: ${consequence}: ${problems.slice(0, 3).join(', ')}`;
}
