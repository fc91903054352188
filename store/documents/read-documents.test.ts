import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { evidenceHash } from '../../model/evidence-hash.ts';
import { openDocuments } from './documents.ts';
import { DamagedDocumentsError, readDocuments } from './read-documents.ts';
import { sampleAlert, sampleBatch } from './sample-batch.ts';

const alert = sampleAlert();
const record = { alertId: alert.id, hash: evidenceHash(alert.evidence), evidence: alert.evidence };

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'citynerve-read-documents-'));
  file = join(directory, 'brain.sqlite');
  const documents = openDocuments(file);
  documents.commit(sampleBatch(1, { alerts: [alert], evidence: [record] }));
  documents.close();
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('alerts and the evidence of their steps are read, and nothing is written beside them', () => {
  const before = readdirSync(directory);
  const documents = readDocuments(file);
  expect(documents.alert(alert.id)).toEqual(alert);
  expect(JSON.stringify(documents.evidence(alert.id, record.hash))).toBe(JSON.stringify(record.evidence));
  expect([documents.alert('none'), documents.evidence('none', record.hash)]).toEqual([null, null]);
  documents.close();
  expect(readdirSync(directory)).toEqual(before);
});

test('they are read while a brain has the file open, with what it wrote last', () => {
  const brain = openDocuments(file);
  brain.commit(sampleBatch(2, { alerts: [{ ...alert, revision: 2 }] }));
  const documents = readDocuments(file);
  expect(documents.alert(alert.id)?.revision).toBe(2);
  documents.close();
  brain.close();
});

test('a file of a version without evidence of steps has none', () => {
  const raw = new DatabaseSync(file);
  raw.exec('DROP TABLE evidence; UPDATE schema_version SET version = 3;');
  raw.close();
  rmSync(`${file}.sum`);
  const documents = readDocuments(file);
  expect([documents.alert(alert.id)?.id, documents.evidence(alert.id, record.hash)]).toEqual([alert.id, null]);
  documents.close();
});

test.each([
  ['a changed byte in a file that was closed', (bytes: Buffer) => bytes.fill(1, 9000, 9001), 'when it was closed'],
  ['a cut file', (bytes: Buffer) => bytes.subarray(0, 5000), 'when it was closed'],
])('%s is damage', (_, change, said) => {
  writeFileSync(file, change(readFileSync(file)));
  expect(() => readDocuments(file)).toThrow(DamagedDocumentsError);
  expect(() => readDocuments(file)).toThrow(said);
});

test.each([
  ['a file that is none of SQLite', Buffer.from('hello, world'), 'not a database'],
  ['an empty file', Buffer.alloc(0), 'it holds nothing'],
])('%s is damage, also where nothing was noted at its end', (_, bytes, said) => {
  rmSync(`${file}.sum`);
  writeFileSync(file, bytes);
  expect(() => readDocuments(file)).toThrow(DamagedDocumentsError);
  expect(() => readDocuments(file)).toThrow(said);
});
