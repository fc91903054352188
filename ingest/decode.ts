import type { ConfigChange } from '../model/config-change.ts';
import type { Dialect } from '../model/dialect.ts';
import type { JournalBatch, Journalled, PublicationRecord } from '../model/journal-record.ts';
import type { RegistryView } from '../model/registry-view.ts';
import type { Rejected, RejectReason } from '../model/rejected.ts';
import type { Batch, DeviceFacts, MessageStep } from './batch.ts';
import { gatherFacts } from './facts.ts';
import type { Stage } from './stage.ts';
import { openTally } from './tally.ts';

/** The registry as the pipeline needs it: it folds the config records that it meets, each with its offset. */
export interface FoldedRegistry {
  readonly view: RegistryView;
  apply(change: ConfigChange, offset: number): void;
}

/**
 * Decode: reads each publication in its device's dialect, and applies configuration in the order of the journal.
 * The registry is asked here and nowhere later; a message that nobody can read is set aside whole.
 */
export function createDecode(
  registry: FoldedRegistry,
  dialects: readonly Dialect[],
): Stage<JournalBatch, Batch<MessageStep>> {
  const byName = new Map(dialects.map((dialect) => [dialect.name, dialect]));
  const gathered = new Map<string, DeviceFacts>();

  function factsOf(deviceId: string): DeviceFacts | null {
    const known = gathered.get(deviceId);
    if (known !== undefined) return known;
    const device = registry.view.devices.get(deviceId);
    if (device === undefined) return null;
    const facts = gatherFacts(registry.view, device);
    gathered.set(deviceId, facts);
    return facts;
  }

  function decodeOne(record: Journalled<PublicationRecord>, rejected: Rejected[]): MessageStep {
    const facts = factsOf(record.deviceId);
    const setAside = (reason: RejectReason, detail: string): MessageStep => {
      const { offset, deviceId, topic, receivedAt } = record;
      rejected.push({ offset, deviceId, topic, receivedAt, channel: null, reason, detail });
      const account = facts ?? { deviceId, provider: '', dialect: '' };
      return { record, tally: openTally(account, 'rejected'), message: null };
    };
    if (facts === null) return setAside('unknown-device', `no device "${record.deviceId}" is registered`);
    const dialect = byName.get(facts.dialect);
    if (dialect === undefined) return setAside('unknown-dialect', `no dialect "${facts.dialect}" is known`);
    const decoded = dialect.decode(record.payload, record.topic);
    if (!decoded.ok) return setAside('not-decodable', decoded.detail);
    return { record, tally: openTally(facts, 'decoded', decoded.sequence), message: { facts, decoded } };
  }

  return {
    name: 'decode',
    run(batch) {
      const rejected: Rejected[] = [];
      const steps: MessageStep[] = [];
      for (const record of batch.records) {
        if (record.kind === 'publication') {
          steps.push(decodeOne(record, rejected));
          continue;
        }
        if (record.kind === 'config') {
          registry.apply(record.change, record.offset);
          gathered.clear();
        }
        steps.push({ record, tally: null, message: null });
      }
      return { nextOffset: batch.nextOffset, steps, rejected, unmapped: [] };
    },
    // What is gathered is only a copy of the registry, which has a snapshot of its own.
    snapshot: () => null,
    restore: () => gathered.clear(),
  };
}
