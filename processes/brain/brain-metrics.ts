import type { DeliveryStatus } from '../../delivery/delivery-sink.ts';
import { type ExtensionHealth, placeOf } from '../../model/extension-health.ts';
import type { Metric } from '../metrics.ts';

/** The metrics of the brain. The functions are called for each scrape. */
export function brainMetrics(read: {
  readonly foldedOffset: () => number;
  readonly durableOffset: () => number;
  readonly lagRecords: () => number;
  readonly lagSeconds: () => number;
  readonly cityTime: () => number;
  readonly readings: () => number;
  readonly rejected: () => number;
  readonly activeAlerts: () => number;
  readonly storeRetries: () => number;
  readonly sinkOffset: (name: 'documents' | 'series') => number;
  readonly extensions: () => readonly ExtensionHealth[];
  readonly sinks: () => readonly ExtensionHealth[];
  readonly deliveries: () => readonly DeliveryStatus[];
}): readonly Metric[] {
  const sum = (count: 'delivered' | 'stale' | 'dropped' | 'failed' | 'waiting') =>
    read.deliveries().reduce((total, status) => total + status[count], 0);
  const everyPart = () => [...read.extensions(), ...read.sinks()];
  return [
    {
      name: 'brain_folded_offset',
      help: 'Journal offset below which everything is folded',
      read: read.foldedOffset,
    },
    {
      name: 'brain_lag_records',
      help: 'Durable records that are not folded yet',
      read: read.lagRecords,
    },
    {
      name: 'brain_lag_seconds',
      help: 'Age of the oldest record that is not folded yet or not yet in documents and series store',
      read: read.lagSeconds,
    },
    { name: 'brain_city_time_millis', help: 'City time of the last folded record', read: read.cityTime },
    { name: 'brain_readings', help: 'Readings stored since the brain started', read: read.readings },
    { name: 'brain_rejected', help: 'Messages and values rejected since the brain started', read: read.rejected },
    { name: 'brain_active_alerts', help: 'Alerts open or acknowledged', read: read.activeAlerts },
    {
      name: 'brain_store_retries',
      help: 'Writes to the store that failed and were tried again',
      read: read.storeRetries,
    },
    {
      name: 'brain_documents_offset',
      help: 'Journal offset below which the documents have taken everything',
      read: () => read.sinkOffset('documents'),
    },
    {
      name: 'brain_series_offset',
      help: 'Journal offset below which the series store has taken everything',
      read: () => read.sinkOffset('series'),
    },
    {
      name: 'brain_extensions_off',
      help: 'Extensions that are off in some place',
      read: () => read.extensions().filter(({ isOn }) => !isOn).length,
    },
    {
      name: 'brain_extension_failures',
      help: 'How often extensions have thrown',
      read: () => read.extensions().reduce((total, { failures }) => total + failures, 0),
    },
    {
      name: 'brain_extension_is_on',
      help: 'Whether a scenario, dialect, pack, calculator or sink is on; place: a zone or device, empty for everywhere',
      labels: EXTENSION_LABELS,
      read: () => everyPart().map((each) => ({ labels: labelsOf(each), value: each.isOn ? 1 : 0 })),
    },
    {
      name: 'brain_extension_failures_each',
      help: 'How often each of them has failed',
      labels: EXTENSION_LABELS,
      read: () => everyPart().map((each) => ({ labels: labelsOf(each), value: each.failures })),
    },
    { name: 'brain_effects_done', help: 'Effects delivered, over all destinations', read: () => sum('delivered') },
    { name: 'brain_effects_stale', help: 'Effects past their stated age', read: () => sum('stale') },
    { name: 'brain_effects_dropped', help: 'Effects dropped because too many waited', read: () => sum('dropped') },
    {
      name: 'brain_effects_failed',
      help: 'Effects not delivered because the destination refused them for good',
      read: () => sum('failed'),
    },
    { name: 'brain_effects_waiting', help: 'Effects waiting', read: () => sum('waiting') },
  ];
}

const EXTENSION_LABELS = ['kind', 'id', 'place'];

const labelsOf = (health: ExtensionHealth) => ({ kind: health.kind, id: health.id, place: placeOf(health) ?? '' });
