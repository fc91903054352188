import type { Bulkhead } from '../../model/bulkhead.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { RegistryView } from '../../model/registry-view.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { AlertBook } from '../alerts/alert-book.ts';
import type { PackShelf } from '../standards/pack-shelf.ts';

/** What both lanes work with. */
export interface LaneContext {
  readonly registry: RegistryView;
  readonly scenarios: readonly Scenario[];
  readonly engine: Evidence['engine'];
  readonly book: AlertBook;
  readonly packFor: PackShelf;
  /** Every call into a scenario goes through it. */
  readonly extensions: Bulkhead;
}

/** A scenario in one zone, or in all zones (null). */
export interface SwitchedPlace {
  readonly scenarioId: string;
  readonly zoneId: string | null;
}

/** Whether a scenario in a zone is what was switched. */
export const isSwitched = (switched: SwitchedPlace, { scenarioId, zoneId }: SwitchedPlace): boolean =>
  scenarioId === switched.scenarioId && (switched.zoneId === null || zoneId === switched.zoneId);
