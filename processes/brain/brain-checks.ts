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

/** Records of the journal that one lacks, and for how long the oldest of them has been waiting. */
interface Behind {
  readonly records: number;
  readonly ageSeconds: number;
}

const isNear = ({ records, ageSeconds }: Behind): boolean =>
  records < MOST_RECORDS_BEHIND && ageSeconds < MOST_SECONDS_BEHIND;

const describeBehind = ({ records, ageSeconds }: Behind): string =>
  `${records} records behind the journal, the oldest for ${Math.floor(ageSeconds)} s`;

/** What `/readyz` of the brain looks at: each check says what is wrong and what to do. */
export async function brainChecks(seen: {
  readonly isGatewayThere: boolean;
  readonly deliveries: readonly DeliveryStatus[];
  readonly isLive: boolean;
  /** How far each is behind the journal: none counts for another. */
  readonly behind: { readonly fold: Behind; readonly documents: Behind; readonly series: Behind };
  readonly store: () => Promise<{ readonly isHealthy: boolean; readonly detail: string }>;
  readonly storeTrouble: string | null;
  readonly documentsTrouble: string | null;
  readonly journalTrouble: string | null;
  /** What the fold had to go over: it cannot be mended, so it is said and does not count as red. */
  readonly missing: readonly MissingOffsets[];
  readonly refusedPacks: readonly RefusedPacks[];
}): Promise<readonly Check[]> {
  const store = await seen.store();
  const { fold, documents, series } = seen.behind;
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
      ok: store.isHealthy && seen.storeTrouble === null && isNear(series),
      detail: seen.storeTrouble ?? (isNear(series) ? store.detail : `${describeBehind(series)}; ${store.detail}`),
    },
    {
      name: 'documents',
      ok: seen.documentsTrouble === null && isNear(documents),
      detail: seen.documentsTrouble ?? (isNear(documents) ? 'written' : describeBehind(documents)),
    },
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
      ok: seen.isLive && isNear(fold),
      detail: seen.isLive ? describeBehind(fold) : `catching up: ${describeBehind(fold)}`,
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
