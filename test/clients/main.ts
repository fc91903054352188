import { parseArgs } from 'node:util';
import { clientLine } from './client-line.ts';
import { clientProblems } from './client-problems.ts';
import { CLIENTS, type ClientName, runClients } from './run-clients.ts';

// `npm run clients -- --messages 10000 --seed 7 [--clients paho,mqtt-js,mosquitto-pub,bridge]`: real clients publish to
// a real city through connections that are cut. Ends with 1 when a message is missing, or stored twice without a
// reason.
const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '7' },
    clients: { type: 'string', default: Object.keys(CLIENTS).join(',') },
  },
});
const named = values.clients.split(',');
const clients = (Object.keys(CLIENTS) as ClientName[]).filter((name) => named.includes(name));
const [messages, seed] = [Number(values.messages), Number(values.seed)];
if (clients.length !== named.length || !(messages >= 1) || !Number.isSafeInteger(seed)) {
  process.stderr.write(`npm run clients -- --messages N --seed S --clients ${Object.keys(CLIENTS).join(',')}\n`);
  process.exit(2);
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const reports = await runClients({ clients, messages, seed });
for (const report of reports) say(clientLine(report));
const problems = reports.flatMap(clientProblems);
for (const problem of problems) say(`FAILED: ${problem}`);
say(problems.length === 0 ? 'everything sent is stored, and nothing is stored twice that could be shown' : 'it failed');
process.exit(problems.length === 0 ? 0 : 1);
