import { canonicalJson } from '../analytics/canonical-json.ts';
import { refold } from '../fold/refold.ts';
import type { Alert } from '../model/alert.ts';
import type { Evidence } from '../model/evidence.ts';
import type { AlertJournal } from './alert-journal.ts';

/** What a fold of the whole journal says of an alert. */
export interface RefoldedAlert {
  /** One sentence for each difference. */
  readonly differences: readonly string[];
  /** The evidence of the alert's steps by their hashes. */
  readonly evidence: ReadonlyMap<string, Evidence>;
}

/** Folds the whole journal again and compares the alert with its evidence byte for byte, at the same revision. */
export async function refoldAlert({ reader, mapping }: AlertJournal, claimed: Alert): Promise<RefoldedAlert> {
  let refolded: Alert | undefined;
  const evidence = new Map<string, Evidence>();
  await refold({
    reader,
    until: Number.MAX_SAFE_INTEGER,
    mapping,
    onResult(result) {
      for (const alert of [...result.effects.map((effect) => effect.alert), ...result.alerts]) {
        if (alert.id === claimed.id && alert.revision === claimed.revision) refolded = alert;
      }
      for (const record of result.evidence) {
        if (record.alertId === claimed.id) evidence.set(record.hash, record.evidence);
      }
    },
  });
  if (!refolded) {
    const differences = [`fold: the journal does not lead to revision ${claimed.revision} of ${claimed.id}`];
    return { differences, evidence };
  }
  const isSame = canonicalJson(refolded) === canonicalJson(claimed);
  return { differences: isSame ? [] : ['fold: the journal leads to another alert than the one claimed'], evidence };
}
