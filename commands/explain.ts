import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { eventTimeText } from '../analytics/event-time-text.ts';
import { explainEvidence } from '../analytics/evidence/explain-evidence.ts';
import { SCENARIO_FOLDERS } from '../analytics/scenarios/index.ts';
import { dataFolder } from '../city/data-folder.ts';
import type { AlertBundle } from '../model/alert-bundle.ts';
import { ConfigError } from '../model/config-error.ts';
import { evidenceHash } from '../model/evidence-hash.ts';
import { claimAlert } from './claim-alert.ts';
import { explainWhyNot } from './explain-why-not.ts';
import { readAlertFile } from './read-alert-file.ts';

/** Options of `citynerve explain`. */
export interface ExplainOptions {
  readonly data: string;
  readonly bundle?: string;
  readonly scenario?: string;
  readonly zone?: string;
  readonly at?: string;
}

/**
 * `citynerve explain ALERT`: says in words what each step of an alert saw, from its evidence. With `--scenario`,
 * `--zone` and `--at` instead: why there was no alert, or no graver one.
 */
export async function explainCommand(alertOrFile: string | undefined, options: ExplainOptions): Promise<void> {
  const { bundle, scenario, zone, at } = options;
  const folder = dataFolder(resolve(options.data));
  if (scenario !== undefined && zone !== undefined && at !== undefined) {
    const lines = await explainWhyNot(folder, { scenarioId: scenario, zoneId: zone, at });
    process.stdout.write(`${lines.join('\n')}\n`);
    return;
  }
  const file = bundle ?? (alertOrFile !== undefined && existsSync(alertOrFile) ? alertOrFile : undefined);
  if (file === undefined && alertOrFile === undefined) {
    throw new ConfigError('explain', 'needs an alert id or a file; or --scenario, --zone and --at');
  }
  const claim = file === undefined ? await claimAlert(folder, alertOrFile ?? '') : readAlertFile(file);
  process.stdout.write(`${linesOf(claim).join('\n')}\n`);
}

function linesOf({ alert, evidence }: Pick<AlertBundle, 'alert' | 'evidence'>): readonly string[] {
  const by = SCENARIO_FOLDERS.find(({ scenario }) => scenario.id === alert.scenarioId) ?? null;
  const kept = new Map([...evidence, alert.evidence].map((each) => [evidenceHash(each), each]));
  const steps = alert.history.flatMap(({ at, change, severity, by: who, reason, evidenceHash: hash }, index) => {
    const head = `${index + 1}. ${eventTimeText(at)} ${change}, ${severity}, by ${who}: ${reason}`;
    if (hash === undefined) return [head];
    const found = kept.get(hash);
    const lines = found === undefined ? ['its evidence is not at hand'] : explainEvidence(found, by);
    return [head, ...lines.map((line) => `   ${line}`)];
  });
  const title = `${alert.id} ${alert.title.en} (${alert.lane} lane): ${alert.status}, ${alert.severity}, at most ${alert.peakSeverity}`;
  const isOlder = alert.history.every(({ evidenceHash: hash }) => hash === undefined);
  if (!isOlder) return [title, ...steps];
  const only = explainEvidence(alert.evidence, by).map((line) => `   ${line}`);
  return [title, ...steps, 'Of a version that kept the evidence of the last severity only:', ...only];
}
