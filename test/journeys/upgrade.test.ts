import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { crc32, gunzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { canonicalJson } from '../../analytics/canonical-json.ts';
import { type DataFolder, dataFolder } from '../../city/data-folder.ts';
import { filesBelow } from '../../commands/folder-tree.ts';
import { createCityFold } from '../../fold/city-fold.ts';
import { restoreFolds } from '../../fold/restore-folds.ts';
import type { Alert } from '../../model/alert.ts';
import type { NotWatched } from '../../model/extension-health.ts';
import { type LedgerEntry, ledgerEntryOf, messageDifference, valueDifference } from '../../model/ledger.ts';
import { openDocuments } from '../../store/documents/documents.ts';
import {
  type ExpectedData,
  expectedOf,
  fixtureToken,
  type VerifyAnswer,
  verifyAnswers,
} from '../fixtures/data-facts.ts';
import { eventually } from '../harness/eventually.ts';
import { type ExistingCity, startExistingCity } from '../harness/existing-city.ts';
import { FREE_PORTS } from '../harness/test-city.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures', import.meta.url));
const VERSIONS = readdirSync(FIXTURES).filter((name) => name.startsWith('data-v'));
const NEWEST = VERSIONS.toSorted().at(-1) ?? '';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'citynerve-upgrade-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/**
 * What stands in a fixture's `expected.json`, packed since data-v3: the facts, and what was asked in addition when it
 * was made.
 */
interface Expected extends ExpectedData {
  /** Absent before data-v3. */
  readonly verified?: readonly VerifyAnswer[];
  /** Absent in fixtures of version 0.1.0, which switched nothing off. */
  readonly notWatched?: readonly NotWatched[];
}

function expectedOfFixture(name: string): Required<Expected> {
  const path = join(FIXTURES, name, 'expected.json');
  const text = existsSync(path) ? readFileSync(path) : gunzipSync(readFileSync(`${path}.gz`));
  const expected: Expected = JSON.parse(text.toString());
  return { verified: [], notWatched: [], ...expected };
}

/** A copy of a fixture's city. */
function unpack(name: string): DataFolder {
  const folder = dataFolder(join(root, 'city'));
  cpSync(join(FIXTURES, name, 'city'), folder.root, { recursive: true });
  for (const path of filesBelow(folder.root).filter((file) => file.endsWith('.gz'))) {
    const packed = join(folder.root, path);
    writeFileSync(packed.slice(0, -'.gz'.length), gunzipSync(readFileSync(packed)));
    unlinkSync(packed);
  }
  return folder;
}

/**
 * The checkpoint from which a start goes on, determined on a copy: a fold from the beginning would give the same facts.
 */
function goOnFrom(name: string): { readonly setAside: readonly string[]; readonly nextOffset: number } {
  const copy = join(root, 'copy.sqlite');
  writeFileSync(copy, gunzipSync(readFileSync(join(FIXTURES, name, 'city/documents/brain.sqlite.gz'))));
  const documents = openDocuments(copy, { onDamage: (detail) => expect.fail(detail) });
  const setAside: string[] = [];
  const { from } = restoreFolds({
    checkpoints: documents.checkpoints(),
    makeFold: () => createCityFold({ mapping: null, amendments: [] }),
    onUnusableCheckpoint: (why) => setAside.push(why),
  });
  documents.close();
  return { setAside, nextOffset: from.nextOffset };
}

describe.each(VERSIONS)('the data folder %s', (name) => {
  let city: ExistingCity | undefined;
  afterEach(() => city?.close());

  test('is opened with all its data, and the city goes on from there', async () => {
    const folder = unpack(name);
    const { verified, notWatched, ...expected } = expectedOfFixture(name);
    expect([expected.readings.length > 300, expected.alerts.length > 0, expected.rejected.length]).toEqual([
      true,
      true,
      1,
    ]);
    const lastOffset = Math.max(...expected.readings.map(([, , , , offset]) => offset));
    const { setAside, nextOffset } = goOnFrom(name);
    expect(setAside).toEqual([]);
    expect(nextOffset).toBeGreaterThan(lastOffset);
    city = await startExistingCity(folder.root);
    const here = city;
    await here.folded();
    const found = await expectedOf(here);
    // An alert of version 0.1.0 has no subject: it is about its zone as a whole. All else is unchanged.
    const alertsNow = expected.alerts.map((text) => JSON.stringify({ subject: null, ...JSON.parse(text) }));
    expect(found.alerts.map(sorted)).toEqual(alertsNow.map(sorted));
    expect({ ...found, alerts: [] }).toEqual({
      ...expected,
      alerts: [],
      ledger: expected.ledger.map(ledgerEntryOf),
    });
    for (const account of found.ledger) expect([messageDifference(account), valueDifference(account)]).toEqual([0, 0]);
    // Nothing was quarantined and filled again from the journal: the files themselves were read.
    expect(filesBelow(folder.root).filter((path) => /damaged|torn/.test(path))).toEqual([]);

    const statuses = found.alerts.map((text) => (JSON.parse(text) as Alert).status);
    expect(statuses).toEqual(expect.arrayContaining(['acknowledged', 'open']));
    const answers = await verifyAnswers(folder.root, found.alerts);
    expect(answers).toHaveLength(found.alerts.length);
    for (const { inputs, differences } of answers) {
      expect({ gone: inputs.gone, differences }).toEqual({ gone: 0, differences: [] });
      expect(inputs.matched).toBeGreaterThan(0);
    }
    if (verified.length > 0) expect(answers).toEqual(verified);
    expect((await here.get<{ notWatched: NotWatched[] }>('/api/extensions')).notWatched).toEqual(notWatched);

    const device = await here.connect('drain-1', fixtureToken('drain-1'));
    const before = await accountOf(here, 'drain-1');
    const payload = JSON.stringify({ values: { level: 1.5 } });
    await device.publishAsync('city/v1/devices/drain-1/telemetry', payload, { qos: 1 });
    await here.folded();
    await eventually(async () =>
      expect((await accountOf(here, 'drain-1')).messages.received).toBe(before.messages.received + 1),
    );
  });
});

/** An alert as JSON with sorted members. */
const sorted = (text: string): string => canonicalJson(JSON.parse(text));

async function accountOf(city: ExistingCity, deviceId: string): Promise<LedgerEntry> {
  const { entries } = await city.get<{ entries: LedgerEntry[] }>('/api/ledger');
  const found = entries.find((entry) => entry.deviceId === deviceId);
  if (!found) throw new Error(`no account of ${deviceId}`);
  return found;
}

/** Gives one part of a data folder the version of a newer Citynerve. */
const NEWER: Readonly<Record<string, (folder: DataFolder) => Promise<void> | void>> = {
  journal({ journal }) {
    const path = join(journal, readdirSync(journal).find((file) => file.startsWith('ageing')) ?? '');
    const bytes = readFileSync(path);
    const at = bytes.lastIndexOf('CNJ1');
    bytes[at + 4] = 99;
    bytes.writeUInt32LE(crc32(bytes.subarray(at, at + 76)), at + 76);
    writeFileSync(path, bytes);
  },
  documents({ documents }) {
    // As a newer one does when it opens the file.
    rmSync(`${documents}.sum`, { force: true });
    const database = new DatabaseSync(documents);
    database.exec('UPDATE schema_version SET version = 99');
    database.close();
  },
  async store({ readings }) {
    const instance = await DuckDBInstance.create(readings);
    const connection = await instance.connect();
    await connection.run('UPDATE schema_version SET version = 99');
    connection.closeSync();
    instance.closeSync();
  },
};

const start = (folder: DataFolder): Promise<{ code: number; text: string }> =>
  new Promise((resolve) => {
    const main = fileURLToPath(new URL('../../main.ts', import.meta.url));
    const environment = { ...process.env, ...FREE_PORTS };
    const args = ['--import', 'tsx', main, '--data', folder.root];
    execFile(process.execPath, args, { env: environment }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, text: stdout + stderr }),
    );
  });

test.each(Object.keys(NEWER))(
  'data of a newer version stop the start with one line and are left as they are: %s',
  async (part) => {
    const folder = unpack(NEWEST);
    await NEWER[part]?.(folder);
    const { code, text } = await start(folder);
    expect(text).toMatch(
      /of (format|version) 99, this Citynerve knows (format|version) [1234]: start the newer Citynerve that wrote it/,
    );
    expect(code, text).toBe(2);
    expect(filesBelow(folder.root).filter((path) => /damaged|torn/.test(path))).toEqual([]);
    expect(existsSync(folder.supervisorLock)).toBe(false);
  },
);
