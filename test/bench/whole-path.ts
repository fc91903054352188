import type { DataFolder } from '../../city/data-folder.ts';
import type { LedgerEntry } from '../../model/ledger.ts';
import { messageDifference, valueDifference } from '../../model/ledger.ts';
import { type BenchCity, startBenchCity } from './bench-city.ts';
import type { LoadOrder, LoadReport } from './load-order.ts';
import { cpuMicros, residentMebibytes } from './process-use.ts';
import { startLoad } from './start-load.ts';

const QUIET_MILLIS = 1_000;
const FROM = Date.UTC(2026, 6, 1);
/** City time of the warm-up, which advances the clock by less than a day. */
const BEFORE = FROM - 86_400_000;

/** Cost of one run through the whole city. */
export interface PathRun {
  readonly report: LoadReport;
  /** Until the last message was stored and evaluated. */
  readonly seconds: number;
  /** CPU microseconds a message, by role. */
  readonly micros: Readonly<Record<string, number>>;
  readonly residentMebibytes: Readonly<Record<string, number>>;
  readonly isBalanced: boolean;
}

/** Publishes until everything is stored and evaluated; each city minute every device publishes once. */
export async function runWholePath(options: {
  readonly payload: LoadOrder['payload'];
  readonly qos: LoadOrder['qos'];
  readonly devices: number;
  readonly messages: number;
  /** Messages for warm-up, which do not count: a city runs for months, and code is compiled in the first seconds. */
  readonly warmUp?: number;
  readonly perMinute: number;
  /** Of all devices; absent: as fast as possible. */
  readonly perSecond?: number;
  readonly settings?: object;
  /** Called with the folder when the city has stopped. */
  readonly after?: (folder: DataFolder) => Promise<void>;
}): Promise<PathRun> {
  const { payload, qos, devices, messages, warmUp = 0, perMinute, perSecond = null, settings = {}, after } = options;
  const city = await startBenchCity({ devices, payload, settings });
  try {
    const { clients, clockToken, running } = city;
    const pids = running.supervisor.pids();
    const order = {
      port: running.mqttPort,
      clients,
      payload,
      qos,
      window: 64,
      messages,
      perSecond,
      perMinute,
      clockToken,
    };
    if (warmUp > 0) {
      const { sent } = await (await startLoad({ ...order, messages: warmUp, from: BEFORE })).run();
      await city.folded();
      if (qos === 0) await arrived(city, sent);
    }
    const load = await startLoad({ ...order, from: FROM });
    const before = Object.entries(pids).map(([role, pid]) => [role, cpuMicros(pid)] as const);
    const startedAt = performance.now();
    const report = await load.run();
    await city.folded();
    if (qos === 0) await arrived(city, report.sent);
    const seconds = (performance.now() - startedAt) / 1000;
    const micros = Object.fromEntries(
      before.map(([role, used]) => [role, (cpuMicros(pids[role] ?? 0) - used) / report.sent]),
    );
    const memory = Object.fromEntries(Object.entries(pids).map(([role, pid]) => [role, residentMebibytes(pid)]));
    const { totals } = await city.get<{ totals: LedgerEntry }>('/api/ledger');
    await running.close();
    await after?.(city.folder);
    const isWhole = totals.messages.received === report.sent + warmUp && totals.values.extracted > 0;
    return {
      report,
      seconds,
      micros,
      residentMebibytes: memory,
      isBalanced: isWhole && messageDifference(totals) === 0 && valueDifference(totals) === 0,
    };
  } finally {
    await city.close();
  }
}

/** QoS 0 has no PUBACK: waits until all messages have arrived, or no more do. */
async function arrived(city: BenchCity, sent: number): Promise<void> {
  for (let before = -1, received = 0; received < sent && received > before; ) {
    before = received;
    await new Promise((resolve) => setTimeout(resolve, QUIET_MILLIS));
    await city.folded();
    received = (await city.get<{ totals: LedgerEntry }>('/api/ledger')).totals.messages.received;
  }
}
