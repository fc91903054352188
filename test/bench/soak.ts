import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type LedgerEntry, messageDifference, valueDifference } from '../../model/ledger.ts';
import { startBenchCity } from './bench-city.ts';
import type { LoadReport } from './load-order.ts';
import { plotSvg } from './plot.ts';
import { cpuMicros, residentMebibytes } from './process-use.ts';
import { startLoad } from './start-load.ts';

// `npm run soak -- --minutes 60 --rate 4000 [--devices 500] [--out FILE]`: a city under steady load for a long time.
// Every ten seconds it records memory and CPU of each role, PUBACK times and the lag of the fold; at the end the
// ledger. FILE.json has the samples, FILE.svg the charts.
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    rate: { type: 'string', default: '4000' },
    devices: { type: 'string', default: '500' },
    out: { type: 'string', default: 'soak' },
  },
});
const SAMPLE_MILLIS = 10_000;
const [minutes, perSecond, devices] = [Number(values.minutes), Number(values.rate), Number(values.devices)];

interface Sample {
  readonly minute: number;
  readonly perSecond: number;
  readonly pubackMillis: LoadReport['pubackMillis'];
  readonly recordsBehind: number;
  readonly residentMebibytes: Readonly<Record<string, number>>;
  readonly cpuShare: Readonly<Record<string, number>>;
}

const city = await startBenchCity({ devices, payload: 'json-1' });
const pids = Object.entries(city.running.supervisor.pids());
const load = await startLoad({
  port: city.running.mqttPort,
  clients: city.clients,
  payload: 'json-1',
  qos: 1,
  window: 64,
  messages: null,
  perSecond,
  perMinute: 1,
  from: Date.UTC(2026, 6, 1),
  clockToken: city.clockToken,
});
const samples: Sample[] = [];
const ended = load.run();
let cpuBefore = pids.map(([, pid]) => cpuMicros(pid));
for (let taken = 1; taken * SAMPLE_MILLIS <= minutes * 60_000; taken += 1) {
  await new Promise((resolve) => setTimeout(resolve, SAMPLE_MILLIS));
  const report = await load.sample();
  const cpuNow = pids.map(([, pid]) => cpuMicros(pid));
  const { lag } = await city.get<{ lag: { records: number } }>('/api/city');
  const sample: Sample = {
    minute: (taken * SAMPLE_MILLIS) / 60_000,
    perSecond: report.sent / report.seconds,
    pubackMillis: report.pubackMillis,
    recordsBehind: lag.records,
    residentMebibytes: Object.fromEntries(pids.map(([role, pid]) => [role, residentMebibytes(pid)])),
    cpuShare: Object.fromEntries(
      pids.map(([role], index) => [role, ((cpuNow[index] ?? 0) - (cpuBefore[index] ?? 0)) / (report.seconds * 1e6)]),
    ),
  };
  cpuBefore = cpuNow;
  samples.push(sample);
  const memory = Object.entries(sample.residentMebibytes).map(
    ([role, mebibytes]) => `${role} ${mebibytes.toFixed(0)} MiB`,
  );
  process.stdout.write(
    `${sample.minute.toFixed(1)} min: ${sample.perSecond.toFixed(0)}/s, PUBACK p99 ${report.pubackMillis.p99.toFixed(1)} ms, ${lag.records} records behind, ${memory.join(', ')}\n`,
  );
}
load.stop();
const report = await ended;
await city.folded();
const { totals } = await city.get<{ totals: LedgerEntry }>('/api/ledger');
const differences = [messageDifference(totals), valueDifference(totals)];
process.stdout.write(
  `${report.sent} messages sent and acknowledged, ${totals.messages.received} received, ${totals.values.acceptedOnTime + totals.values.acceptedLate} readings stored; the ledger differs by ${differences.join(' and ')}\n`,
);
writeFileSync(`${values.out}.json`, JSON.stringify({ perSecond, devices, samples, totals }));
const line = (name: string, value: (sample: Sample) => number) => ({
  name,
  points: samples.map((sample): [number, number] => [sample.minute, value(sample)]),
});
const roles = pids.map(([role]) => role);
writeFileSync(
  `${values.out}.svg`,
  plotSvg(
    [
      { title: 'Messages a second', lines: [line('acknowledged', (sample) => sample.perSecond)] },
      {
        title: 'PUBACK, milliseconds',
        lines: [line('p50', (sample) => sample.pubackMillis.p50), line('p99', (sample) => sample.pubackMillis.p99)],
      },
      {
        title: 'Resident memory, MiB',
        lines: roles.map((role) => line(role, (sample) => sample.residentMebibytes[role] ?? 0)),
      },
      { title: 'CPU, cores', lines: roles.map((role) => line(role, (sample) => sample.cpuShare[role] ?? 0)) },
      { title: 'Records behind the journal', lines: [line('fold', (sample) => sample.recordsBehind)] },
    ],
    'minutes',
  ),
);
await city.close();
process.exit(differences.every((difference) => difference === 0) && totals.messages.received === report.sent ? 0 : 1);
