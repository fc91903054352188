import type { Journalled } from '../model/journal-record.ts';
import type { Batch, MessageStep } from './batch.ts';
import { MessageMemory, type MessageMemorySnapshot } from './duplicate-filter.ts';
import type { Stage } from './stage.ts';

/** Deduplicate: a message that has been here before takes no effect again. (Single values: see reconcile.) */
export function createDeduplicate(): Stage<Batch<MessageStep>, Batch<MessageStep>> {
  const memories = new Map<string, MessageMemory>();

  function isDuplicate({ record, message }: MessageStep): boolean {
    if (message === null || record.kind !== 'publication') return false;
    let memory = memories.get(record.deviceId);
    if (memory === undefined) {
      memory = new MessageMemory();
      memories.set(record.deviceId, memory);
    }
    return memory.hasSeen(record, message.decoded.messageKey);
  }

  function noteConnections(record: Journalled): void {
    if (record.kind === 'presence' && !record.present) memories.get(record.deviceId)?.ended(record);
    else if (record.kind === 'gap') for (const memory of memories.values()) memory.interrupted();
    else if (record.kind === 'config' && record.change.type === 'device.remove') {
      memories.delete(record.change.deviceId);
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
    snapshot: () => [...memories].map(([deviceId, memory]) => [deviceId, memory.snapshot()]),
    restore(snapshot) {
      memories.clear();
      for (const [deviceId, memory] of snapshot as [string, MessageMemorySnapshot][]) {
        memories.set(deviceId, new MessageMemory(memory));
      }
    },
  };
}
