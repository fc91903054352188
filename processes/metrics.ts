import { Gauge, Registry } from 'prom-client';

/** A named number that is read when somebody asks; nothing is counted per message here. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly read: () => number;
}

/** Prometheus text of plain numbers and of the process itself. */
export function metricsText(metrics: readonly Metric[]): () => Promise<string> {
  const registry = new Registry();
  for (const { name, help, read } of metrics) {
    new Gauge({
      name: `citynerve_${name}`,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  }
  return () => registry.metrics();
}
