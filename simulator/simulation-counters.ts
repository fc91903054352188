import type { CityOutput } from './city-stream.ts';
import type { FaultKind } from './faults/fault.ts';
import type { SimulationSummary } from './simulation-options.ts';

/** Counters of a running simulation. */
export interface SimulationCounters {
  begin(output: CityOutput): void;
  tick(isSent: boolean): void;
  send(valueCount: number): void;
  acknowledge(): void;
  counts(): { readonly sent: number; readonly acknowledged: number };
  summary(): Omit<SimulationSummary, 'isStopped'>;
}

/** All counters at 0. */
export function createCounters(startAt: number): SimulationCounters {
  let [sent, acknowledged, values, clockTicks, lookAlikes, endAt] = [0, 0, 0, 0, 0, startAt];
  const real: Record<string, number> = {};
  const faults: Partial<Record<FaultKind, number>> = {};
  return {
    begin(output) {
      endAt = output.at;
      for (const [kind, count] of Object.entries(output.faults) as [FaultKind, number][]) {
        faults[kind] = (faults[kind] ?? 0) + count;
      }
      for (const label of output.labels) {
        if (label.type !== 'incident') continue;
        if (label.kind === 'real') real[label.scenarioId] = (real[label.scenarioId] ?? 0) + 1;
        else lookAlikes += 1;
      }
    },
    tick(isSent) {
      if (isSent) clockTicks += 1;
    },
    send(valueCount) {
      sent += 1;
      values += valueCount;
    },
    acknowledge() {
      acknowledged += 1;
    },
    counts: () => ({ sent, acknowledged }),
    summary: () => ({
      startAt,
      endAt,
      messages: { sent, acknowledged },
      values,
      clockTicks,
      faults,
      incidents: { real, lookAlikes },
    }),
  };
}
