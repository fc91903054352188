import type { JournalWriter } from '../../model/journal.ts';
import type { Metric } from '../metrics.ts';

type Counters = Readonly<Record<string, number | Readonly<Record<string, number>>>>;

/** The gateway's counters as metrics; of counters by key (`refused`) the sum. */
export function gatewayMetrics(
  counters: () => Counters,
  pendingBytes: () => number,
  journal: JournalWriter,
  watch: { readonly checkedSegments: number; readonly damagedPlaces: number; readonly lostRecords: number },
): readonly Metric[] {
  const sum = (value: Counters[string] | undefined): number =>
    typeof value === 'object' ? Object.values(value).reduce((total, count) => total + count, 0) : (value ?? 0);
  const counted = Object.keys(counters()).map((key) => ({
    name: `gateway_${key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`,
    help: `${key} since the gateway started; docs/operators.md`,
    read: () => sum(counters()[key]),
  }));
  return [
    ...counted,
    { name: 'gateway_pending_bytes', help: 'Bytes that are not on disk yet', read: pendingBytes },
    { name: 'journal_durable_offset', help: 'Records that are durable', read: () => journal.durableOffset },
    {
      name: 'journal_disk_used_share',
      help: 'How full the disk of the journal is, 0 to 1; NaN while not known',
      read: () => journal.health().usedShare ?? Number.NaN,
    },
    { name: 'journal_bytes', help: 'Bytes of all segments', read: () => journal.health().bytes },
    {
      name: 'journal_checked_segments',
      help: 'Closed segments that the background check found intact',
      read: () => watch.checkedSegments,
    },
    {
      name: 'journal_damaged_places',
      help: 'Places found damaged; readyz names them',
      read: () => watch.damagedPlaces,
    },
    { name: 'journal_lost_records', help: 'Records lost in quarantined damage', read: () => watch.lostRecords },
  ];
}
