import type { ClockAction } from './clock-action.ts';
import type { ExtensionTarget } from './extension-health.ts';

/**
 * An action of a person, or of the gateway about its clock. The fold decides whether it is valid; the journal keeps it
 * in either case.
 */
export type CityAction =
  | { readonly type: 'alert.acknowledge'; readonly alertId: string; readonly note: string }
  /** Switches an extension on or off, effective from this journal record. */
  | ({ readonly type: 'extension.on' | 'extension.off' } & ExtensionTarget)
  | ClockAction;
