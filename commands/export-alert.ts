import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { dataFolder } from '../city/data-folder.ts';
import { claimAlert } from './claim-alert.ts';

/**
 * `citynerve export-alert ID`: writes an alert with the evidence of all its steps to a file, from a city that is
 * running or stopped; `citynerve verify --bundle FILE` verifies it on any machine.
 */
export async function exportAlertCommand(
  id: string,
  options: { readonly data: string; readonly out?: string },
): Promise<void> {
  const bundle = await claimAlert(dataFolder(resolve(options.data)), id);
  const file = options.out ?? `alert-${id.replaceAll(/[^\w.-]+/g, '-')}.json`;
  // Not over another file: it may be the only copy of what was true before.
  writeFileSync(file, `${JSON.stringify(bundle)}\n`, { flag: 'wx' });
  const steps = bundle.alert.history.length;
  process.stdout.write(`${file}: ${steps} changes, evidence of ${bundle.evidence.length} steps\n`);
}
