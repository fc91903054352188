import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Verification, verifyAlert } from '../analytics/evidence/verify-alert.ts';
import { SCENARIOS } from '../analytics/scenarios/index.ts';
import { type DataFolder, dataFolder } from '../city/data-folder.ts';
import { WITHDRAWN_REASONS } from '../delivery/documents/withdrawn-reasons.ts';
import type { Alert } from '../model/alert.ts';
import type { AlertBundle } from '../model/alert-bundle.ts';
import { ConfigError } from '../model/config-error.ts';
import type { Evidence } from '../model/evidence.ts';
import { evidenceHash } from '../model/evidence-hash.ts';
import { ENGINE } from '../model/version.ts';
import { openAlertJournal } from './alert-journal.ts';
import { claimAlert } from './claim-alert.ts';
import { pendingAmendments } from './pending-amendments.ts';
import { readAlertFile } from './read-alert-file.ts';
import { refoldAlert } from './refold-alert.ts';

/** Options of `citynerve verify`. */
export interface VerifyOptions {
  readonly data: string;
  /** An exported alert. */
  readonly bundle?: string;
  readonly refold: boolean;
  readonly json: boolean;
  /** A folder was named: an exported alert is compared with its journal. */
  readonly isDataNamed: boolean;
}

const OUTSIDE_FOLD: ReadonlySet<string> = new Set(Object.values(WITHDRAWN_REASONS));

/**
 * `citynerve verify ALERT`: recomputes every step of an alert from its evidence, compares each input with the journal,
 * and every field with the history. Exit code 0 when everything agrees, 1 when something differs: each difference is
 * named, and so is a generation under way that ends it.
 */
export async function verifyCommand(alertOrFile: string | undefined, options: VerifyOptions): Promise<void> {
  const folder = dataFolder(resolve(options.data));
  const { alert, evidence } = await claimOf(alertOrFile, options, folder);
  const isCompared = options.bundle === undefined || options.isDataNamed;
  const journal = isCompared ? await openAlertJournal(folder, alert.id) : null;
  if (journal === null && (options.isDataNamed || options.refold)) {
    throw new ConfigError(folder.journal, 'is not there; name a city with --data');
  }
  const refolded = options.refold && journal !== null ? await refoldAlert(journal, alert) : null;
  const kept = new Map<string, Evidence>(refolded?.evidence);
  for (const each of evidence) kept.set(evidenceHash(each), each);
  const inPlace = (revision: number) => evidence.find(({ step }) => step?.revision === revision) ?? null;
  const report = await verifyAlert({
    alert,
    evidenceOf: (hash, revision) => kept.get(hash) ?? inPlace(revision),
    scenarios: SCENARIOS,
    engine: ENGINE,
    journal: journal?.access ?? null,
    actions: journal?.actions ?? null,
    isOutsideFold: (reason) => OUTSIDE_FOLD.has(reason),
  });
  await journal?.reader.close();
  const differences = [
    ...report.findings.map(({ kind, detail }) => `${kind}: ${detail}`),
    ...(refolded?.differences ?? []),
  ];
  const ok = differences.length === 0;
  const pending = ok || journal === null ? [] : pendingAmendments(folder, journal.amendments);
  print(alert, report, { ok, pending, differences }, options.json);
  process.exit(ok ? 0 : 1);
}

/** The alert to be checked and the evidence of its steps, as far as they are at hand. */
async function claimOf(
  alertOrFile: string | undefined,
  { bundle }: VerifyOptions,
  folder: DataFolder,
): Promise<Pick<AlertBundle, 'alert' | 'evidence'>> {
  if (bundle !== undefined) return readAlertFile(bundle);
  if (alertOrFile === undefined) throw new ConfigError('verify', 'needs an alert id or a file, --bundle, or --journal');
  if (!existsSync(alertOrFile)) return claimAlert(folder, alertOrFile);
  const file = readAlertFile(alertOrFile);
  const isWhole = file.alert.history.every(({ evidenceHash: hash }) => hash === undefined) || file.evidence.length > 0;
  if (isWhole) return file;
  // What the API answers about an alert has the evidence of one step only; the city may have the others.
  const { evidence } = await claimAlert(folder, file.alert.id).catch((error: unknown) => {
    if (error instanceof ConfigError) return file;
    throw error;
  });
  return { ...file, evidence };
}

interface Outcome {
  readonly ok: boolean;
  /** Why it may differ for a while. */
  readonly pending: readonly string[];
  readonly differences: readonly string[];
}

function print(alert: Alert, { inputs, steps }: Verification, outcome: Outcome, isJson: boolean): void {
  if (isJson) {
    const { ok, ...lines } = outcome;
    const facts = { alert: alert.id, subject: alert.subject, ok, inputs, steps, ...lines };
    process.stdout.write(`${JSON.stringify(facts)}\n`);
    return;
  }
  const { ok, pending, differences } = outcome;
  const sums = inputs.addedUp === undefined ? '' : `, ${inputs.addedUp} stand in sums and were not compared`;
  const compared =
    inputs.notCompared === undefined
      ? `${inputs.matched} inputs agree with the journal, ${inputs.gone} are no longer in it${sums}`
      : `${inputs.notCompared} inputs and what persons wrote were not compared with a journal (name a city with --data)`;
  const older = steps.older === 0 ? '' : `, ${steps.older} of a version that kept no evidence for each step`;
  const place = alert.subject === null ? alert.zoneId : `${alert.zoneId} ${alert.subject.kind} ${alert.subject.id}`;
  const word = ok ? 'same' : pending.length === 0 ? 'DIFFERS' : 'DIFFERS for now';
  const head = `${word}  ${alert.id} ${alert.scenarioId} ${place}: ${compared}; ${steps.recomputed} steps recomputed${older}`;
  process.stdout.write([head, ...[...pending, ...differences].map((line) => `  ${line}`), ''].join('\n'));
}
