import { existsSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { PROGRAMS } from '../harness/real-programs.ts';
import { measureAlertLatency, type StoreOfProbe } from './alert-latency.ts';
import { markdownTable, type Row, spread } from './bench-lines.ts';
import { measureDemoStart } from './demo-start.ts';
import { measureGatewayRestart } from './gateway-restart.ts';
import { costByDevices, costByReadings } from './growth.ts';
import { measureHalfLoad } from './half-load.ts';
import { MOSQUITTO, type PeerRun, runBareAedes, runNaiveScript, runNodeRed, WARM_UP_SHARE } from './peers.ts';
import { measureReconnect } from './reconnect.ts';
import { measureReplayRate } from './replay-rate.ts';
import { medianOf, spreadOf } from './statistics.ts';
import { type PathRun, runWholePath } from './whole-path.ts';

// `npm run bench -- [--rounds 3] [--only LIST] [--quick] [--out bench.json]`, where LIST has some of paths, half,
// latency, restart, reconnect, demo, growth: contestants in turns, then the rows of the design's budgets, as Markdown
// tables for docs/performance.md and as JSON.
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    only: { type: 'string', default: 'paths,half,latency,restart,reconnect,demo,growth' },
    quick: { type: 'boolean', default: false },
    out: { type: 'string' },
  },
});
const only = values.only.split(',');
const size = values.quick ? 20_000 : 100_000;
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const total = (micros: Readonly<Record<string, number>>): number =>
  Object.values(micros).reduce((sum, one) => sum + one, 0);
const megabytes = (mebibytes: number): string => (mebibytes * 1.048576).toFixed(0);
const found: Record<string, unknown> = {
  machine: `${cpus().length} cores, ${cpus()[0]?.model}`,
  node: process.version,
};
const budgets: Row[] = [];
let isBalanced = true;
say(`${cpus().length} cores, ${cpus()[0]?.model}; Node ${process.version}; ${values.rounds} rounds`);

if (only.includes('paths')) {
  let replayRate: number[] = [];
  const ours = (options: Pick<Parameters<typeof runWholePath>[0], 'payload' | 'qos' | 'devices' | 'perMinute'>) => () =>
    runWholePath({
      ...options,
      messages: size,
      warmUp: size * WARM_UP_SHARE,
      after: async ({ journal }) => {
        if (options.payload === 'json-6') replayRate = [...replayRate, await measureReplayRate(journal)];
      },
    });
  const hasServers = existsSync(MOSQUITTO) && existsSync(PROGRAMS.influxd);
  if (!hasServers) say('mosquitto or influxd is not installed: their contestants are left out');
  // 50 connections with a window each, as devices with a backlog; and 500 with one message in flight, as sensors.
  const contestants: readonly (readonly [string, () => Promise<PathRun | PeerRun>])[] = [
    ['bare Aedes, nothing kept, 50 × 64', () => runBareAedes(size, 50, 64)],
    ['Citynerve, JSON, 1 reading, 50 × 60', ours({ payload: 'json-1', qos: 1, devices: 50, perMinute: 60 })],
    ['Citynerve, JSON, 6 readings, 50 × 60', ours({ payload: 'json-6', qos: 1, devices: 50, perMinute: 60 })],
    ['Citynerve, protobuf, 1 reading, 50 × 60', ours({ payload: 'protobuf-1', qos: 1, devices: 50, perMinute: 60 })],
    ['Citynerve, JSON, 1 reading, QoS 0, 50 × 60', ours({ payload: 'json-1', qos: 0, devices: 50, perMinute: 60 })],
    ['bare Aedes, nothing kept, 500 × 1', () => runBareAedes(size, 500, 1)],
    ['Citynerve, JSON, 1 reading, 500 × 1', ours({ payload: 'json-1', qos: 1, devices: 500, perMinute: 1 })],
    ...(hasServers
      ? ([
          ['mosquitto, a script, influxd, 10,000/s offered', () => runNaiveScript(size / 2)],
          ['mosquitto, Node-RED, influxd, 1,500/s offered', () => runNodeRed(size / 10)],
        ] as const)
      : []),
  ];
  const runs = new Map<string, (PathRun | PeerRun)[]>(contestants.map(([name]) => [name, []]));
  for (let round = 1; round <= Number(values.rounds); round += 1) {
    for (const [name, run] of contestants) {
      const result = await run();
      runs.get(name)?.push(result);
      say(`round ${round}: ${name}: ${total(result.micros).toFixed(1)} µs`);
    }
  }
  const costOf = (name: string, role?: string): number =>
    medianOf((runs.get(name) ?? []).map(({ micros }) => (role === undefined ? total(micros) : (micros[role] ?? 0))));
  const rows = [...runs].map(([name, all]): Row => {
    const parts = Object.keys(all[0]?.micros ?? {}).map((part) => `${part} ${costOf(name, part).toFixed(1)}`);
    const rates = all.map(({ report }) => report.sent / report.seconds);
    return [
      name,
      spread(
        all.map(({ micros }) => total(micros)),
        1,
      ),
      parts.join(', '),
      spread(rates, 0),
      spread(
        all.map(({ report }) => report.pubackMillis.p50),
        1,
      ),
      spread(
        all.map(({ report }) => report.pubackMillis.p99),
        1,
      ),
      Object.entries(all.at(-1)?.residentMebibytes ?? {})
        .map(([part, mebibytes]) => `${part} ${mebibytes.toFixed(0)}`)
        .join(', '),
    ];
  });
  say(
    markdownTable(
      ['contestant', 'CPU µs a message', 'by process', 'messages/s', 'PUBACK p50 ms', 'PUBACK p99 ms', 'resident MiB'],
      rows,
    ),
  );
  const unbalanced = [...runs].filter(([, all]) => all.some((run) => 'isBalanced' in run && !run.isBalanced));
  isBalanced = unbalanced.length === 0;
  say(
    unbalanced.length === 0
      ? 'every ledger balanced'
      : `LEDGER DIFFERS: ${unbalanced.map(([name]) => name).join(', ')}`,
  );
  const json1 = 'Citynerve, JSON, 1 reading, 50 × 60';
  budgets.push(
    [
      'gateway against bare Aedes',
      '0.9x',
      '0.25x',
      `${(costOf(json1, 'gateway') / costOf('bare Aedes, nothing kept, 50 × 64')).toFixed(2)}x`,
    ],
    ['all roles, one reading', '25 µs', '8 µs', `${costOf(json1).toFixed(1)} µs`],
    ['all roles, six readings', '60 µs', '20 µs', `${costOf('Citynerve, JSON, 6 readings, 50 × 60').toFixed(1)} µs`],
    ...(hasServers
      ? [
          [
            'against Node-RED',
            '8x less',
            '30x less',
            `${(costOf('mosquitto, Node-RED, influxd, 1,500/s offered') / costOf(json1)).toFixed(1)}x less`,
          ] as const,
        ]
      : []),
    ['replay, readings/s a core', '100,000', '500,000', Math.round(medianOf(replayRate)).toLocaleString('en')],
  );
  found['paths'] = Object.fromEntries(runs);
}
if (only.includes('half')) {
  const { most, half } = await measureHalfLoad();
  const { p50, p99 } = half.report.pubackMillis;
  budgets.push([
    `PUBLISH to PUBACK, p99 at half load (${Math.round(most / 2).toLocaleString('en')}/s from 500 devices)`,
    '25 ms',
    '10 ms',
    `${p99.toFixed(1)} ms (p50 ${p50.toFixed(1)})`,
  ]);
  found['half'] = { most, half };
}
if (only.includes('latency')) {
  const stores: readonly StoreOfProbe[] = existsSync(PROGRAMS.influxd)
    ? ['duckdb', 'influxdb', 'influxdb that hangs']
    : ['duckdb'];
  const took = new Map(stores.map((store) => [store, [] as number[]]));
  for (let round = 1; round <= Number(values.rounds); round += 1) {
    for (const store of stores) took.get(store)?.push(...(await measureAlertLatency(5_000, store)));
  }
  for (const [store, millis] of took) {
    const { p50, p99 } = spreadOf(millis);
    budgets.push([
      `PUBLISH to life-safety alert, p99 at 5,000/s, ${store}`,
      '100 ms',
      '50 ms',
      `${p99.toFixed(0)} ms (p50 ${p50.toFixed(0)}, of ${millis.length})`,
    ]);
  }
  found['latency'] = Object.fromEntries(took);
}
if (only.includes('restart')) {
  const records = values.quick ? 1_000_000 : 10_000_000;
  const { empty, full } = await measureGatewayRestart(records);
  budgets.push([
    `gateway restart, ${records.toLocaleString('en')} records`,
    '2 s',
    '0.5 s',
    `${full.toFixed(2)} s (${empty.toFixed(2)} s when empty)`,
  ]);
  found['restart'] = { empty, full };
}
if (only.includes('demo')) {
  const demo = await measureDemoStart();
  budgets.push(
    [
      'resident memory, demo city without flows',
      '500 MB',
      '250 MB',
      `${megabytes(demo.mebibytes)} MB (${megabytes(demo.summedMebibytes)} MB when what processes share counts for each)`,
    ],
    ['npm start to the first stored reading', '5 s', '2 s', `${demo.seconds.toFixed(1)} s`],
  );
  found['demo'] = demo;
}
if (budgets.length > 0) say(markdownTable(['budget', 'bound', 'aim', 'reached'], budgets));
if (only.includes('reconnect')) {
  const count = values.quick ? 1_000 : 10_000;
  const all = [await measureReconnect(count, 'fixed'), await measureReconnect(count, 'jitter')];
  say(`${count.toLocaleString('en')} devices, each a message every ten seconds; the gateway is killed`);
  const backOffs = { fixed: 'a second', jitter: 'random, bound doubles' } as const;
  say(
    markdownTable(
      ['devices wait', 'listens again', 'half', '99 %', 'all publish', 'attempts', 'refused', 'CPU s', 'MiB', 'lost'],
      all.map((one) => [
        backOffs[one.backOff],
        ...[one.listensAfterSeconds, ...Object.values(one.backAfterSeconds)].map(
          (seconds) => `${seconds.toFixed(1)} s`,
        ),
        one.attempts.toLocaleString('en'),
        String(one.refused),
        one.gatewayCpuSeconds.toFixed(1),
        one.gatewayMebibytes.toFixed(0),
        one.isBalanced ? String(one.lost) : 'LEDGER DIFFERS',
      ]),
    ),
  );
  found['reconnect'] = all;
}
if (only.includes('growth')) {
  const devices = await costByDevices(values.quick ? [100, 1_000] : [100, 1_000, 10_000], size);
  say(
    markdownTable(
      ['devices', 'gateway µs', 'brain µs', 'gateway MiB', 'brain MiB'],
      devices.map(({ devices: count, micros, residentMebibytes: memory }) => [
        count.toLocaleString('en'),
        ...['gateway', 'brain'].map((role) => (micros[role] ?? 0).toFixed(1)),
        ...['gateway', 'brain'].map((role) => (memory[role] ?? 0).toFixed(0)),
      ]),
    ),
  );
  const readings = await costByReadings(values.quick ? [1_000_000] : [1_000_000, 10_000_000, 100_000_000]);
  say(
    markdownTable(
      [
        'readings',
        'µs a row',
        'file MiB',
        'resident MiB',
        'latest of 100 devices ms',
        'a day of one channel ms',
        'hourly means of a week ms',
      ],
      readings.map((one) => [
        one.readings.toLocaleString('en'),
        one.microsPerRow.toFixed(1),
        one.fileMebibytes.toFixed(0),
        one.residentMebibytes.toFixed(0),
        one.latestMillis.toFixed(1),
        one.dayOfDeviceMillis.toFixed(1),
        one.weekMeanMillis.toFixed(1),
      ]),
    ),
  );
  found['growth'] = { devices, readings };
}
if (values.out) writeFileSync(values.out, JSON.stringify(found));
process.exit(isBalanced ? 0 : 1);
