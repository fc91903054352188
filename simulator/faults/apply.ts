import type { Random } from '../random.ts';
import type { Values } from '../sensing/instrument.ts';
import { type Fault, type FaultKind, VALUE_FAULT_KINDS } from './fault.ts';
import { drift, spike, stick } from './values.ts';

/** One message after its device's faults were applied. */
export interface Outcome {
  readonly values: Values;
  /** Added to the device's clock. */
  readonly skewMillis: number;
  readonly isLost: boolean;
  readonly isDuplicated: boolean;
  /** Published only after the next one. */
  readonly isDelayed: boolean;
  /** Faults that changed this message. */
  readonly appliedFaults: readonly FaultKind[];
}

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
    const changed = corrupt(values, fault, message, random);
    if (!changed) continue;
    values = changed;
    appliedFaults.push(fault.kind);
  }
  const find = (kind: FaultKind) => active.find((fault) => fault.kind === kind);
  const occurs = (kind: FaultKind): boolean => {
    const fault = find(kind);
    const isAffected = fault !== undefined && random.chance(fault.strength);
    if (isAffected) appliedFaults.push(kind);
    return isAffected;
  };
  const isLost = occurs('dropout');
  if (isLost)
    return { values, skewMillis: 0, isLost, isDuplicated: false, isDelayed: false, appliedFaults: ['dropout'] };
  const skew = find('clock-skew');
  if (skew) appliedFaults.push('clock-skew');
  return {
    values,
    skewMillis: skew ? Math.round(skew.strength * 60_000) : 0,
    isLost,
    isDuplicated: occurs('duplicate'),
    isDelayed: occurs('out-of-order'),
    appliedFaults,
  };
}

function corrupt(
  values: Values,
  fault: Fault,
  message: { readonly at: number; readonly lastPublished: Values | null },
  random: Random,
): Values | null {
  if (fault.kind === 'stuck') return stick(values, fault, message.lastPublished);
  if (fault.kind === 'spike') return spike(values, fault, random);
  return drift(values, fault, message.at);
}
