import type { Alert } from './alert.ts';
import type { Evidence } from './evidence.ts';

/** An alert with the evidence of all its steps, as a file that can be verified on another machine. */
export interface AlertBundle {
  readonly kind: 'citynerve-alert';
  readonly format: 1;
  readonly alert: Alert;
  /** In the order of the alert's history. */
  readonly evidence: readonly Evidence[];
}

/** Makes the bundle; `evidenceOf` gives the evidence of a step, null where it is not kept (which `verify` names). */
export function makeAlertBundle(alert: Alert, evidenceOf: (hash: string) => Evidence | null): AlertBundle {
  const evidence = alert.history.flatMap(({ evidenceHash }) => {
    const found = evidenceHash === undefined ? null : evidenceOf(evidenceHash);
    return found === null ? [] : [found];
  });
  return { kind: 'citynerve-alert', format: 1, alert, evidence };
}
