import type { Journalled } from '../model/journal-record.ts';
import type { Batch, MessageStep } from './batch.ts';
import { DuplicateFilter, type DuplicateFilterSnapshot } from './duplicate-filter.ts';
import type { Stage } from './stage.ts';

/** Stage deduplicate: drops messages that were received before. (Duplicate values are found by the stage reconcile.) */
export function createDeduplicate(): Stage<Batch<MessageStep>, Batch<MessageStep>> {
  const filters = new Map<string, DuplicateFilter>();

  function isDuplicate({ record, message }: MessageStep): boolean {
    if (message === null || record.kind !== 'publication') return false;
    let filter = filters.get(record.deviceId);
    if (filter === undefined) {
      filter = new DuplicateFilter();
      filters.set(record.deviceId, filter);
    }
    return filter.isDuplicate(record, message.decoded.messageKey);
  }

  function noteConnections(record: Journalled): void {
    if (record.kind === 'presence' && !record.present) filters.get(record.deviceId)?.disconnected(record);
    else if (record.kind === 'gap') for (const filter of filters.values()) filter.interrupted();
    else if (record.kind === 'config' && record.change.type === 'device.remove') {
      filters.delete(record.change.deviceId);
    }
  }

  return {
    name: 'deduplicate',
    run(batch) {
      const steps: MessageStep[] = [];
      for (const step of batch.steps) {
        noteConnections(step.record);
        if (!isDuplicate(step)) {
          steps.push(step);
          continue;
        }
        if (step.tally !== null) step.tally.outcome = 'duplicate';
        steps.push({ record: step.record, tally: step.tally, message: null });
      }
      return { ...batch, steps };
    },
    snapshot: () => [...filters].map(([deviceId, filter]) => [deviceId, filter.snapshot()]),
    restore(snapshot) {
      filters.clear();
      for (const [deviceId, filter] of snapshot as [string, DuplicateFilterSnapshot][]) {
        filters.set(deviceId, new DuplicateFilter(filter));
      }
    },
  };
}
