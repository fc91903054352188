import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dataFolder } from '../../city/data-folder.ts';
import { refold } from '../../fold/refold.ts';
import { openJournal } from '../../journal/open-journal.ts';
import type { Alert } from '../../model/alert.ts';
import { openDocuments } from '../../store/documents/documents.ts';

const cli = fileURLToPath(new URL('../../citynerve.ts', import.meta.url));
const HOURS = 3;

/** Runs the command line as a process; returns its output and exit code. */
function citynerve(...args: readonly string[]): Promise<{ code: number; text: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', cli, ...args],
      { maxBuffer: 64_000_000 },
      (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, text: stdout + stderr });
      },
    );
  });
}

describe('an alert can be computed again', () => {
  const root = mkdtempSync(join(tmpdir(), 'citynerve-recompute-'));
  const folder = dataFolder(join(root, 'city'));
  let alerts: readonly Alert[] = [];
  let report = '';
  beforeAll(async () => {
    const { code, text } = await citynerve(
      'simulate',
      '--hours',
      `${HOURS}`,
      '--speed',
      'max',
      '--seed',
      '2',
      '--data',
      folder.root,
    );
    expect(code, text).toBe(0);
    report = text;
    const documents = openDocuments(folder.documents);
    alerts = documents.alerts({ status: 'all', limit: 10_000 });
    documents.close();
    // From here on only the journal is used.
    for (const gone of [folder.documents, folder.readings]) rmSync(dirname(gone), { recursive: true });
    expect(alerts.some(({ lane }) => lane === 'arrival')).toBe(true);
    expect(alerts.some(({ lane, peakSeverity }) => lane === 'event' && peakSeverity === 'critical')).toBe(true);
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  async function revisions(maxRecords: number): Promise<string> {
    const told: Alert[] = [];
    const reader = openJournal(folder.journal).openReader();
    const options = { reader, until: Number.MAX_SAFE_INTEGER, maxRecords };
    await refold({ ...options, onResult: ({ effects }) => told.push(...effects.map(({ alert }) => alert)) });
    await reader.close();
    return told.map((alert) => JSON.stringify(alert)).join('\n');
  }

  test('batches of 1, of 7 and of 5000 records give byte-identical alerts and evidence', async () => {
    const [one, seven, many] = [await revisions(1), await revisions(7), await revisions(5_000)];
    expect(one.length).toBeGreaterThan(10_000);
    expect(seven === one).toBe(true);
    expect(many === one).toBe(true);
  });

  test('the alerts of the live brain are those of a fold of the journal alone', async () => {
    const newest = new Map<string, string>();
    for (const line of (await revisions(5_000)).split('\n')) newest.set((JSON.parse(line) as Alert).id, line);
    expect(alerts.map((alert) => JSON.stringify(alert)).sort()).toEqual([...newest.values()].sort());
  });

  test('verify agrees in another process, without the brain and its documents', async () => {
    for (const alert of [alerts.find(({ lane }) => lane === 'arrival'), alerts.find(({ lane }) => lane === 'event')]) {
      const file = join(root, 'alert.json');
      writeFileSync(file, JSON.stringify(alert));
      const { code, text } = await citynerve('verify', file, '--refold', '--data', folder.root);
      expect(text).toContain(`same  ${alert?.id}`);
      expect(code).toBe(0);
    }
  });

  test('one changed input makes verify fail and name it', async () => {
    const alert = alerts.find(({ lane, peakSeverity }) => lane === 'event' && peakSeverity === 'critical');
    const text = JSON.stringify(alert);
    const depths =
      alert?.evidence.window?.states['road.flood_depth']?.flatMap(({ contributors }) => contributors) ?? [];
    const input = depths.at(-1);
    expect(input).toBeDefined();
    const before = `"channel":"depth","observedAt":${input?.observedAt},"value":${input?.value}`;
    expect(text).toContain(before);
    const file = join(root, 'altered.json');
    writeFileSync(file, text.replaceAll(before, before.replace(/[^:]+$/, `${(input?.value ?? 0) + 1}`)));
    const said = await citynerve('verify', file, '--data', folder.root);
    expect(said.code).toBe(1);
    expect(said.text).toContain('DIFFERS');
    expect(said.text).toContain(`depth@${input?.deviceId}`);
    expect(said.text).toContain(`the journal at offset ${input?.offset} has ${input?.value}`);
  });

  test('the real incidents are found and nothing else, and the ledger balances', () => {
    expect(report).toMatch(/incidents [1-9]\d* found, 0 missed, 0 false alarms/);
    expect(report).toMatch(/, 0 fired/);
    expect(report.match(/difference 0$/gm)).toHaveLength(2);
  });
});
