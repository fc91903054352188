import type { Alert, AlertChange } from '../model/alert.ts';

/** A change of an alert with the URL of its evidence, where it has some. */
export type LinkedChange = AlertChange & { readonly evidenceUrl?: string };

/** The history of an alert; each step with the URL of its evidence. */
export const linkedHistory = ({ id, history }: Pick<Alert, 'id' | 'history'>): readonly LinkedChange[] =>
  history.map((change) =>
    change.evidenceHash === undefined
      ? change
      : { ...change, evidenceUrl: `/api/alerts/${encodeURIComponent(id)}/evidence/${change.evidenceHash}` },
  );
