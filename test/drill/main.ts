import { parseArgs } from 'node:util';
import pino from 'pino';
import { type DrilledRole, type DrillReport, ROLES, runDrill } from './drill.ts';
import { drillLines, drillProblems } from './drill-lines.ts';

// `npm run drill -- --rounds 200 --seed S [--roles gateway,brain,store,flows] [--store duckdb|influx]`: half of the
// rounds on each store unless one is named. Ends with 1 on any loss, and when fewer than half of the rounds killed with
// messages in flight.
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    roles: { type: 'string', default: ROLES.join(',') },
    store: { type: 'string' },
  },
});
const named = values.roles.split(',');
const roles: readonly DrilledRole[] = ROLES.filter((role) => named.includes(role));
const stores = (['duckdb', 'influx'] as const).filter((store) => values.store === undefined || values.store === store);
if (roles.length !== named.length || stores.length === 0 || !(Number(values.rounds) >= stores.length)) {
  process.stderr.write(`npm run drill -- --rounds N --seed S --roles ${ROLES.join(',')} --store duckdb|influx\n`);
  process.exit(2);
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const log = pino({ level: 'warn' }, pino.destination(2));
const problems: string[] = [];
for (const [index, store] of stores.entries()) {
  const rounds = Math.floor(Number(values.rounds) / stores.length);
  say(`${rounds} rounds on ${store}, seed ${values.seed}, killing ${roles.join(', ')}`);
  const report: DrillReport = await runDrill({ rounds, seed: Number(values.seed) + index, roles, store, say, log });
  for (const line of drillLines(report)) say(line);
  problems.push(...drillProblems(report));
}
for (const problem of problems) say(`FAILED: ${problem}`);
say(problems.length === 0 ? 'nothing acknowledged was lost, and nothing took effect twice' : 'the drill failed');
process.exit(problems.length === 0 ? 0 : 1);
