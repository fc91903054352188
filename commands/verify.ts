import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { canonicalJson } from '../analytics/canonical-json.ts';
import { verifyEvidence } from '../analytics/evidence/verify-evidence.ts';
import { SCENARIOS } from '../analytics/scenarios/index.ts';
import { type DataFolder, dataFolder } from '../city/data-folder.ts';
import { readGeneration } from '../city/generation.ts';
import type { Mapping } from '../devices/mapping.ts';
import { mappingAt } from '../fold/city-fold.ts';
import { decodeRecord } from '../fold/decode-record.ts';
import { readAmendments } from '../fold/read-amendments.ts';
import { readRecord } from '../fold/read-record.ts';
import { refold } from '../fold/refold.ts';
import { openJournal } from '../journal/open-journal.ts';
import type { Alert } from '../model/alert.ts';
import { ConfigError } from '../model/config-error.ts';
import type { JournalReader } from '../model/journal.ts';
import { readAlert } from '../model/read-alert.ts';
import { ENGINE } from '../model/version.ts';
import { cityAddress } from './city-address.ts';
import { cityClient } from './city-client.ts';
import { pendingAmendments } from './pending-amendments.ts';

/** Options of `citynerve verify`. */
export interface VerifyOptions {
  readonly data: string;
  readonly refold: boolean;
  readonly json: boolean;
}

/**
 * `citynerve verify ALERT`: recomputes an alert from its evidence and the journal; from the brain it takes only the
 * alert to be checked. Exit code 0 when everything agrees, 1 when something differs: each difference is named, and so
 * is a generation under way that ends it.
 */
export async function verifyCommand(alertOrFile: string | undefined, options: VerifyOptions): Promise<void> {
  if (alertOrFile === undefined) throw new ConfigError('verify', 'needs an alert id or a file, or --journal');
  const folder = dataFolder(resolve(options.data));
  const alert = existsSync(alertOrFile) ? parseAlert(alertOrFile) : await claimedAlert(folder, alertOrFile);
  const reader = openJournal(folder.journal).openReader();
  const mapping = await mappingAt(reader, readGeneration(folder).mappingAsOf);
  const amendments = await readAmendments(reader);
  const decode = await decodeRecord({
    reader,
    offset: alert.evidence.offset,
    mapping,
    amendments,
  });
  const report = await verifyEvidence({
    evidence: alert.evidence,
    scenarios: SCENARIOS,
    engine: ENGINE,
    readRecord: (offset) => readRecord(reader, offset),
    decode,
  });
  const differences = [
    ...report.findings.map(({ kind, detail }) => `${kind}: ${detail}`),
    ...subjectDifferences(alert),
  ];
  if (options.refold) differences.push(...(await refoldDifferences(reader, alert, mapping)));
  await reader.close();
  const isSame = report.ok && differences.length === 0;
  const pending = isSame ? [] : pendingAmendments(folder, amendments);
  const { matched, gone, addedUp = 0 } = report.inputs;
  if (options.json)
    process.stdout.write(
      `${JSON.stringify({ alert: alert.id, subject: alert.subject, ok: isSame, inputs: report.inputs, differences, pending })}\n`,
    );
  else {
    const sums = addedUp === 0 ? '' : `, ${addedUp} stand in sums and were not compared`;
    const inputs = `${matched} inputs agree with the journal, ${gone} are no longer in it${sums}`;
    const word = isSame ? 'same' : pending.length === 0 ? 'DIFFERS' : 'DIFFERS for now';
    process.stdout.write(`${word}  ${alert.id} ${alert.scenarioId} ${placeText(alert)}: ${inputs}\n`);
    for (const line of [...pending, ...differences]) process.stdout.write(`  ${line}\n`);
  }
  process.exit(isSame ? 0 : 1);
}

const placeText = ({ zoneId, subject }: Alert): string =>
  subject === null ? zoneId : `${zoneId} ${subject.kind} ${subject.id}`;

/** The subject of an alert must be the subject of the window in its evidence. */
function subjectDifferences({ subject, evidence: { window } }: Alert): readonly string[] {
  const judged = window?.subject ?? null;
  if (window === null || (judged?.kind === subject?.kind && judged?.id === subject?.id)) return [];
  return [`subject: the alert is about ${subject?.id ?? 'its zone'}, its window about ${judged?.id ?? 'the zone'}`];
}

/** The alert to be checked, from the API of the running brain. */
async function claimedAlert(folder: DataFolder, id: string): Promise<Alert> {
  const address = cityAddress(folder);
  const client = cityClient(folder, () => address, 'verify');
  try {
    return readAlert(await client.get<Alert>(`/api/alerts/${encodeURIComponent(id)}`));
  } catch (error) {
    const why =
      error instanceof TypeError ? `no brain answers on ${address.host}:${address.apiPort}` : (error as Error).message;
    throw new ConfigError(
      id,
      `is neither a file nor an alert of this city (${why}); name a file that contains the alert as JSON, or start the city`,
    );
  }
}

function parseAlert(file: string): Alert {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new ConfigError(file, `cannot be read as JSON: ${(error as Error).message}`);
  }
  if (typeof value === 'object' && value !== null && 'evidence' in value && 'id' in value)
    return readAlert(value as Alert);
  throw new ConfigError(file, 'is not an alert; save what GET /api/alerts/{id} answers');
}

/** Folds the whole journal again and compares the alert with its evidence byte for byte, at the same revision. */
async function refoldDifferences(
  reader: JournalReader,
  claimed: Alert,
  mapping: Mapping | null,
): Promise<readonly string[]> {
  let refolded: Alert | undefined;
  const until = Number.MAX_SAFE_INTEGER;
  await refold({
    reader,
    until,
    mapping,
    onResult: ({ alerts, effects }) => {
      for (const alert of [...effects.map((effect) => effect.alert), ...alerts]) {
        if (alert.id === claimed.id && alert.revision === claimed.revision) refolded = alert;
      }
    },
  });
  if (!refolded) return [`fold: the journal does not lead to revision ${claimed.revision} of ${claimed.id}`];
  return canonicalJson(refolded) === canonicalJson(claimed)
    ? []
    : ['fold: the journal leads to another alert than the one claimed'];
}
