import { pino } from 'pino';
import { expect, test } from 'vitest';
import { reportUnsoundPacks } from './report-unsound-packs.ts';

test('a refused pack that no scenario needs is logged once, with what is wrong; a corrected and refused one again', () => {
  const lines: Record<string, unknown>[] = [];
  const report = reportUnsoundPacks(pino({}, { write: (line: string) => void lines.push(JSON.parse(line)) }));
  const air = { scenarioId: null, packs: ['air@1'], problems: ['vector 1: expected 50, computed 51'] };
  const needed = { scenarioId: 'flood', packs: ['flood@1'], problems: ['a vector'] };
  report([air, needed]);
  report([air]);
  report([{ ...air, problems: ['vector 2'] }]);
  expect(lines).toMatchObject([
    { level: 50, packs: ['air@1'], problems: ['vector 1: expected 50, computed 51'] },
    { level: 50, packs: ['air@1'], problems: ['vector 2'] },
  ]);
});
