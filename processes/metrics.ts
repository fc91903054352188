import { Gauge, Registry } from 'prom-client';

/** A gauge: a named number that is read at each scrape. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly read: () => number;
}

/** Returns the function that renders the metrics in Prometheus text format, under the prefix `citynerve_`. */
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
