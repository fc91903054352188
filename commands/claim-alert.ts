import { existsSync } from 'node:fs';
import type { DataFolder } from '../city/data-folder.ts';
import { readGeneration } from '../city/generation.ts';
import { type AlertBundle, makeAlertBundle } from '../model/alert-bundle.ts';
import { ConfigError } from '../model/config-error.ts';
import { inGeneration } from '../model/in-generation.ts';
import { type AlertDocuments, DamagedDocumentsError, readDocuments } from '../store/documents/read-documents.ts';
import { cityAddress } from './city-address.ts';
import { cityClient } from './city-client.ts';
import { CityRefusal } from './city-refusal.ts';

/**
 * An alert of a city with the evidence of its steps: from the brain, which knows it a moment before the documents, or
 * from the documents of a city that is stopped. Throws a `ConfigError` of one line where there is none.
 */
export async function claimAlert(folder: DataFolder, id: string): Promise<AlertBundle> {
  const answer = await fromBrain(folder, id);
  if (answer.bundle !== null) return answer.bundle;
  const file = inGeneration(folder.documents, readGeneration(folder).number);
  if (!existsSync(file)) {
    const right = 'name a file that contains the alert as JSON, or another city with --data';
    throw new ConfigError(
      id,
      `is neither a file nor an alert of this city (${answer.why}; ${file} is not there); ${right}`,
    );
  }
  const bundle = readFrom(file, (documents) => {
    const alert = documents.alert(id);
    return alert === null ? null : makeAlertBundle(alert, (hash) => documents.evidence(id, hash));
  });
  if (bundle === null)
    throw new ConfigError(id, `is neither a file nor an alert of this city (${answer.why}; not in ${file})`);
  return bundle;
}

/** The brain's answer; without one, why. */
async function fromBrain(
  folder: DataFolder,
  id: string,
): Promise<{ readonly bundle: AlertBundle | null; readonly why: string }> {
  if (!existsSync(folder.addresses)) return { bundle: null, why: 'the city is not running' };
  try {
    const address = cityAddress(folder);
    const client = cityClient(folder, () => address, 'verify');
    return { bundle: await client.get<AlertBundle>(`/api/alerts/${encodeURIComponent(id)}/bundle`), why: '' };
  } catch (error) {
    // The documents of a running city have no alert that its brain does not know.
    if (error instanceof CityRefusal && error.status === 404)
      throw new ConfigError(id, 'is neither a file nor an alert of this city, which is running');
    const why = error instanceof TypeError ? 'no brain answers' : (error as Error).message;
    return { bundle: null, why };
  }
}

function readFrom<T>(file: string, read: (documents: AlertDocuments) => T): T {
  let documents: AlertDocuments | null = null;
  try {
    documents = readDocuments(file);
    return read(documents);
  } catch (error) {
    if (!(error instanceof DamagedDocumentsError)) throw error;
    throw new ConfigError(
      error.message,
      'a start of the city quarantines the file and makes it again from the journal; where it runs, stop it first',
    );
  } finally {
    documents?.close();
  }
}
