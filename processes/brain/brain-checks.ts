import type { DeliveryStatus } from '../../delivery/delivery-sink.ts';
import { describeMissing, type MissingOffsets } from '../../fold/missing-offsets.ts';
import type { RefusedPacks } from '../../model/refused-packs.ts';
import type { Check } from '../status-server.ts';

/** From so many records behind the journal on, a check fails. */
const MAX_RECORDS_BEHIND = 100_000;

/**
 * From so many seconds on, a check fails too: with few devices it would take hours until so many records are missing.
 * It is longer than a restart of the brain with its catching up takes. After a start with a longer backlog the check
 * fails until the brain has caught up.
 */
const MAX_SECONDS_BEHIND = 60;

/** How far something is behind the journal: number of records, and age of the oldest of them. */
interface Behind {
  readonly records: number;
  readonly ageSeconds: number;
}

const isNear = (behind: Behind | null): boolean =>
  behind !== null && behind.records < MAX_RECORDS_BEHIND && behind.ageSeconds < MAX_SECONDS_BEHIND;

const describeBehind = (behind: Behind | null): string =>
  behind === null
    ? 'how far it is behind the journal is not known yet: its cursor was not read'
    : `${behind.records} records behind the journal, the oldest for ${Math.floor(behind.ageSeconds)} s`;

/** What is wrong with a sink, and how far it is behind where something is. */
function describeSink(trouble: string | null, behind: Behind | null, detail: string): string {
  if (trouble !== null) return `${trouble}; ${describeBehind(behind)}`;
  return isNear(behind) ? detail : `${describeBehind(behind)}; ${detail}`;
}

/** The checks of the brain's `/readyz`. The detail of a failed check says what is wrong and what to do. */
export async function brainChecks(seen: {
  readonly isGatewayThere: boolean;
  readonly deliveries: readonly DeliveryStatus[];
  readonly isLive: boolean;
  /** How far each is behind the journal: none counts for another. */
  readonly behind: { readonly fold: Behind; readonly documents: Behind | null; readonly series: Behind | null };
  readonly store: () => Promise<{ readonly isHealthy: boolean; readonly detail: string }>;
  readonly storeTrouble: string | null;
  readonly documentsTrouble: string | null;
  readonly journalTrouble: string | null;
  /**
   * Ranges of the journal that could not be read and were skipped. They are reported, but nobody can repair them: not
   * red.
   */
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
        : 'not running: actions are refused and nothing new comes in; see its /readyz and its log',
    },
    {
      name: 'store',
      ok: store.isHealthy && seen.storeTrouble === null && isNear(series),
      detail: describeSink(seen.storeTrouble, series, store.detail),
    },
    {
      name: 'documents',
      ok: seen.documentsTrouble === null && isNear(documents),
      detail: describeSink(seen.documentsTrouble, documents, 'written'),
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

/**
 * Describes a refused pack. The check fails only where a scenario needs the pack, because that scenario is then off.
 */
function describeRefused({ scenarioId, packs, problems }: RefusedPacks): string {
  const what = packs.length === 0 ? 'no pack' : packs.join(', ');
  const consequence = scenarioId === null ? 'not used' : `${scenarioId} watches nothing`;
  return `${what}: ${consequence}: ${problems.slice(0, 3).join(', ')}`;
}
