import { Bulkhead, type BulkheadSnapshot } from '../model/bulkhead.ts';
import type { ConfigChange } from '../model/config-change.ts';
import type { Dialect } from '../model/dialect.ts';
import type { ActionRecord, JournalBatch, Journalled, PublicationRecord } from '../model/journal-record.ts';
import type { RegistryView } from '../model/registry-view.ts';
import type { Rejected } from '../model/rejected.ts';
import type { Batch, DeviceFacts, MessageStep } from './batch.ts';
import { DialectFailures, type DialectHealth } from './dialect-health.ts';
import { DialectStates, type DialectStatesSnapshot } from './dialect-states.ts';
import { gatherFacts } from './facts.ts';
import { createMessageReader } from './message-reader.ts';
import type { Stage } from './stage.ts';
import { openTally } from './tally.ts';

/** The registry as the pipeline uses it: the decode stage applies config records to it, in journal order. */
export interface FoldedRegistry {
  readonly view: RegistryView;
  apply(change: ConfigChange, offset: number): void;
}

/** The decode stage, with the failures of the dialects. */
export interface DecodeStage extends Stage<JournalBatch, Batch<MessageStep>> {
  /** One entry for each dialect, in the order of the list; counted since the start of the journal. */
  dialectHealth(): readonly DialectHealth[];
}

interface Snapshot {
  readonly states: DialectStatesSnapshot;
  readonly failures: readonly DialectHealth[];
  /** Absent in checkpoints of versions in which dialects could not be switched off. */
  readonly switched?: BulkheadSnapshot;
}

/**
 * Stage decode: decodes each publication with the dialect of the connected device, and applies config records in
 * journal order. Later stages use the configuration that this stage attaches to a message, and never the registry,
 * except for the tree of zones. A message that cannot be decoded is rejected.
 */
export function createDecode(
  registry: FoldedRegistry,
  dialects: readonly Dialect[],
  /** Guards the calls to dialects, and knows which are switched off. */
  bulkhead: Bulkhead = new Bulkhead({ kind: 'dialect' }),
): DecodeStage {
  const factsCache = new Map<string, DeviceFacts>();
  const states = new DialectStates();
  const failures = new DialectFailures();
  const reader = createMessageReader({ dialects, factsOf, states, failures, bulkhead });

  function factsOf(deviceId: string): DeviceFacts | null {
    const known = factsCache.get(deviceId);
    if (known !== undefined) return known;
    const device = registry.view.devices.get(deviceId);
    if (device === undefined) return null;
    const facts = gatherFacts(registry.view, device);
    factsCache.set(deviceId, facts);
    return facts;
  }

  function decodeOne(record: Journalled<PublicationRecord>, rejected: Rejected[]): MessageStep {
    const outcome = reader.read(record);
    if (outcome.ok) {
      const { facts, decoded } = outcome;
      return {
        record,
        tally: openTally(facts, 'decoded', { sequence: decoded.sequence, connection: record.connection }),
        message: { facts, decoded },
      };
    }
    const { offset, topic, receivedAt } = record;
    const { reason, detail } = outcome;
    const account = outcome.account ?? { deviceId: record.deviceId, provider: '', dialect: '' };
    rejected.push({ offset, deviceId: account.deviceId, topic, receivedAt, channel: null, reason, detail });
    return { record, tally: openTally(account, 'rejected'), message: null };
  }

  function switchDialect({ action, user }: ActionRecord): void {
    if (!('kind' in action) || action.kind !== 'dialect') return;
    bulkhead.switch(action.id, action.deviceId, action.type === 'extension.on', user);
  }

  function configure(change: ConfigChange, offset: number): void {
    registry.apply(change, offset);
    factsCache.clear();
    if (change.type === 'device.remove') states.remove(change.deviceId);
  }

  return {
    name: 'decode',
    run(batch) {
      const rejected: Rejected[] = [];
      const steps: MessageStep[] = [];
      for (const record of batch.records) {
        bulkhead.advanceTo(record.offset);
        if (record.kind === 'publication') {
          steps.push(decodeOne(record, rejected));
          continue;
        }
        if (record.kind === 'config') configure(record.change, record.offset);
        if (record.kind === 'action') switchDialect(record);
        steps.push({ record, tally: null, message: null });
      }
      return { nextOffset: batch.nextOffset, steps, rejected, unmapped: [] };
    },
    dialectHealth: () => failures.of(dialects.map(({ name }) => name)),
    // The cached facts are derived from the registry, which has a snapshot of its own.
    snapshot: (): Snapshot => ({
      states: states.snapshot(),
      failures: failures.snapshot(),
      switched: bulkhead.snapshot(),
    }),
    restore(snapshot) {
      factsCache.clear();
      // Version 0.1.0 wrote null: its dialects had no state.
      const kept = snapshot as Snapshot | null;
      states.restore(kept?.states ?? []);
      failures.restore(kept?.failures ?? []);
      bulkhead.restore(kept?.switched ?? null);
    },
  };
}
