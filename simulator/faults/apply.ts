import type { Random } from '../random.ts';
import type { Values } from '../sensing/instrument.ts';
import { type Fault, type FaultKind, LYING_KINDS } from './fault.ts';
import { drift, spike, stick } from './values.ts';

/** What becomes of one message under its device's faults. */
export interface Outcome {
  readonly values: Values;
  /** Added to the device's clock. */
  readonly skewMillis: number;
  readonly isLost: boolean;
  readonly isTwice: boolean;
  /** Sent only after the next one. */
  readonly isHeld: boolean;
  /** Faults that changed something about this message. */
  readonly touchedBy: readonly FaultKind[];
}

/** Applies the faults that are active at `at`; more than one may be. */
export function applyFaults(
  message: { readonly at: number; readonly values: Values; readonly lastSaid: Values | null },
  faults: readonly Fault[],
  random: Random,
): Outcome {
  const active = faults.filter((fault) => fault.from <= message.at && message.at < fault.until);
  let values = message.values;
  const touchedBy: FaultKind[] = [];
  for (const fault of active) {
    if (!LYING_KINDS.has(fault.kind)) continue;
    const changed = lie(values, fault, message, random);
    if (!changed) continue;
    values = changed;
    touchedBy.push(fault.kind);
  }
  const find = (kind: FaultKind) => active.find((fault) => fault.kind === kind);
  const strikes = (kind: FaultKind): boolean => {
    const fault = find(kind);
    const isStruck = fault !== undefined && random.chance(fault.strength);
    if (isStruck) touchedBy.push(kind);
    return isStruck;
  };
  const isLost = strikes('dropout');
  if (isLost) return { values, skewMillis: 0, isLost, isTwice: false, isHeld: false, touchedBy: ['dropout'] };
  const skew = find('clock-skew');
  if (skew) touchedBy.push('clock-skew');
  return {
    values,
    skewMillis: skew ? Math.round(skew.strength * 60_000) : 0,
    isLost,
    isTwice: strikes('duplicate'),
    isHeld: strikes('out-of-order'),
    touchedBy,
  };
}

function lie(
  values: Values,
  fault: Fault,
  message: { readonly at: number; readonly lastSaid: Values | null },
  random: Random,
): Values | null {
  if (fault.kind === 'stuck') return stick(values, fault, message.lastSaid);
  if (fault.kind === 'spike') return spike(values, fault, random);
  return drift(values, fault, message.at);
}
