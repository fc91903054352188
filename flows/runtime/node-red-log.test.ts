import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createNodeRedLog } from './node-red-log.ts';

function open() {
  const folder = mkdtempSync(join(tmpdir(), 'citynerve-flows-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const auditFile = join(folder, 'audit.jsonl');
  const said: (readonly [string, object, string])[] = [];
  let now = 1_000;
  const log = createNodeRedLog({
    auditFile,
    info: (facts, text) => said.push(['info', facts, text]),
    warn: (facts, text) => said.push(['warn', facts, text]),
    error: (facts, text) => said.push(['error', facts, text]),
    now: () => now,
  });
  return { log, said, auditFile, pass: (millis: number) => (now += millis) };
}

test('changes by people are audited with the name, requests of the editor are not', () => {
  const { log, auditFile, said } = open();
  log({ level: 98, event: 'flows.get', user: { username: 'wang' }, path: '/flows' });
  log({ level: 98, event: 'comms.open' });
  log({ level: 98, event: 'flows.set', user: { username: '王' }, path: '/flows', timestamp: 7 });
  log({ level: 98, event: 'library.set', path: '/library' });
  expect(readFileSync(auditFile, 'utf8')).toBe(
    '{"at":7,"event":"flows.set","user":"王","path":"/flows"}\n{"at":1000,"event":"library.set","user":null,"path":"/library"}\n',
  );
  if (process.platform !== 'win32') expect(statSync(auditFile).mode & 0o777).toBe(0o600);
  expect(said).toEqual([]);
});

test('errors of Node-RED itself are logged as errors, its warnings at debug level', () => {
  const { log, said } = open();
  log({ level: 20, msg: new Error('no flows file') });
  log({ level: 30, msg: ' projects are off \n' });
  expect(said).toEqual([
    ['error', {}, 'no flows file'],
    ['info', {}, 'projects are off'],
  ]);
});

test('errors of a flow do not fill the log; suppressed lines are counted', () => {
  const { log, said, pass } = open();
  const complain = () => log({ level: 20, type: 'function', id: 'n1', name: 'noisy', msg: 'again' });
  for (let times = 0; times < 100; times += 1) complain();
  expect(said).toHaveLength(20);
  expect(said[0]).toEqual(['warn', { node: { type: 'function', id: 'n1', name: 'noisy' } }, 'again']);
  pass(60_000);
  complain();
  expect(said.slice(20)).toEqual([
    ['warn', { more: 80 }, 'nodes complained more often than was written'],
    ['warn', { node: { type: 'function', id: 'n1', name: 'noisy' } }, 'again'],
  ]);
});
