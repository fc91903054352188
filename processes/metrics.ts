import { Gauge, Registry } from 'prom-client';

/** A gauge: a named number that is read at each scrape. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  /** Names of its labels; absent: it has one value. */
  readonly labels?: readonly string[];
  readonly read: () => number | readonly LabelledValue[];
}

/** One value of a gauge that has several, told apart by labels. */
export interface LabelledValue {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Returns the function that renders the metrics in Prometheus text format, under the prefix `citynerve_`. */
export function metricsText(metrics: readonly Metric[]): () => Promise<string> {
  const registry = new Registry();
  for (const { name, help, labels = [], read } of metrics) {
    new Gauge({
      name: `citynerve_${name}`,
      help,
      labelNames: labels,
      registers: [registry],
      collect() {
        const value = read();
        if (typeof value === 'number') return this.set(value);
        this.reset();
        for (const each of value) this.set(each.labels, each.value);
      },
    });
  }
  return () => registry.metrics();
}
