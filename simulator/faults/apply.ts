import type { Random } from '../random.ts';
import type { Values } from '../sensing/instrument.ts';
import { type Fault, type FaultKind, VALUE_FAULT_KINDS } from './fault.ts';
import { corrupt } from './values.ts';

/** One message after its device's faults were applied. */
export interface Outcome {
  readonly values: Values;
  /** Added to the device's clock. */
  readonly skewMillis: number;
  readonly isLost: boolean;
  readonly isDuplicated: boolean;
  /** Published only after the next one. */
  readonly isDelayed: boolean;
  /** When it is published, milliseconds since 1970; null: at once. */
  readonly heldUntil: number | null;
  /** Faults that changed this message. */
  readonly appliedFaults: readonly FaultKind[];
}

const MINUTE = 60_000;

/** Applies the faults that are active at `at`; more than one may be. */
export function applyFaults(
  message: { readonly at: number; readonly values: Values; readonly lastPublished: Values | null },
  faults: readonly Fault[],
  random: Random,
): Outcome {
  const active = faults.filter((fault) => fault.from <= message.at && message.at < fault.until);
  let values = message.values;
  const appliedFaults: FaultKind[] = [];
  for (const fault of active) {
    if (!VALUE_FAULT_KINDS.has(fault.kind)) continue;
    const changed = corrupt(values, fault, { ...message, random });
    if (!changed) continue;
    values = changed;
    appliedFaults.push(fault.kind);
  }
  // Of two of a kind the later in the list counts: one for the whole run stands after those by chance.
  const find = (kind: FaultKind): Fault | undefined => {
    const fault = active.findLast((each) => each.kind === kind);
    if (fault) appliedFaults.push(kind);
    return fault;
  };
  const occurs = (kind: FaultKind): boolean => {
    const fault = active.findLast((each) => each.kind === kind);
    const isAffected = fault !== undefined && random.chance(fault.strength);
    if (isAffected) appliedFaults.push(kind);
    return isAffected;
  };
  const isLost = occurs('dropout');
  if (isLost)
    return {
      values,
      skewMillis: 0,
      isLost,
      isDuplicated: false,
      isDelayed: false,
      heldUntil: null,
      appliedFaults: ['dropout'],
    };
  const skew = find('clock-skew');
  return {
    values,
    skewMillis: skew ? Math.round(skew.strength * MINUTE) : 0,
    isLost,
    isDuplicated: occurs('duplicate'),
    isDelayed: occurs('out-of-order'),
    heldUntil: heldUntil(message.at, find('late'), find('backlog')),
    appliedFaults,
  };
}

/** A late uplink comes so many minutes after its value, a backlog as one when the fault is over. */
function heldUntil(at: number, late: Fault | undefined, backlog: Fault | undefined): number | null {
  if (!late && !backlog) return null;
  return Math.max(late ? at + Math.round(late.strength * MINUTE) : at, backlog?.until ?? at);
}
