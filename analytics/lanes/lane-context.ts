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
}
