import { expect, test } from 'vitest';
import { type DrillOptions, runDrill } from '../drill/drill.ts';
import { drillLines, drillProblems } from '../drill/drill-lines.ts';
import { testWith } from '../harness/real-programs.ts';

async function drill(options: Pick<DrillOptions, 'store' | 'roles' | 'seed'>): Promise<void> {
  const lines: string[] = [];
  const report = await runDrill({ ...options, rounds: 10, say: (line) => lines.push(line) });
  process.stdout.write(`${drillLines(report).join('\n')}\n`);
  expect(drillProblems(report), lines.join('\n')).toEqual([]);
  expect(report.revisions).toBeGreaterThan(10);
}

test('ten kills at random bytes, readings in DuckDB: nothing acknowledged is lost, nothing takes effect twice', () =>
  drill({ store: 'duckdb', roles: ['gateway', 'brain', 'flows'], seed: 11 }));

testWith(['influxd'], 'ten more, readings in InfluxDB, which is killed too', () =>
  drill({ store: 'influx', roles: ['gateway', 'brain', 'store'], seed: 12 }),
);
