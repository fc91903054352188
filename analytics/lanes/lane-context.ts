import type { Bulkhead } from '../../model/bulkhead.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { RegistryView } from '../../model/registry-view.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { ActiveAlerts } from '../alerts/active-alerts.ts';
import type { PackResolver } from '../standards/pack-resolver.ts';

/** The dependencies of both lanes. */
export interface LaneContext {
  readonly registry: RegistryView;
  readonly scenarios: readonly Scenario[];
  readonly engine: Evidence['engine'];
  readonly alerts: ActiveAlerts;
  readonly packFor: PackResolver;
  /** Guards every call to a scenario. */
  readonly extensions: Bulkhead;
}

/** A scenario in one zone, or in all zones (null). */
export interface SwitchedPlace {
  readonly scenarioId: string;
  readonly zoneId: string | null;
}

/** Whether a switch affects a scenario in a zone. */
export const isSwitched = (switched: SwitchedPlace, { scenarioId, zoneId }: SwitchedPlace): boolean =>
  scenarioId === switched.scenarioId && (switched.zoneId === null || zoneId === switched.zoneId);
