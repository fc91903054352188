import type { Bulkhead } from '../model/bulkhead.ts';
import type { Decoded, Dialect } from '../model/dialect.ts';
import type { Journalled, PublicationRecord } from '../model/journal-record.ts';
import type { RejectReason } from '../model/rejected.ts';
import type { DeviceFacts } from './batch.ts';
import type { DialectFailures } from './dialect-health.ts';
import type { DialectStates } from './dialect-states.ts';
import { runDecode, runDialect } from './run-dialect.ts';
import { createTopicMatcher } from './topic-matcher.ts';

/** A decoded or rejected message, with the device to whose account it belongs. */
export type ReadMessage =
  | { readonly ok: true; readonly facts: DeviceFacts; readonly decoded: Extract<Decoded, { ok: true }> }
  | {
      readonly ok: false;
      readonly account: DeviceFacts | null;
      readonly reason: RejectReason;
      readonly detail: string;
    };

/** Decodes single publications. The states and failures of dialects are kept by the caller. */
export function createMessageReader(options: {
  readonly dialects: readonly Dialect[];
  /** The configuration of a device; null: it is not registered. */
  readonly factsOf: (deviceId: string) => DeviceFacts | null;
  readonly states: DialectStates;
  readonly failures: DialectFailures;
  /** Guards the calls to dialects, and knows which are switched off. */
  readonly bulkhead: Bulkhead;
}): { read(record: Journalled<PublicationRecord>): ReadMessage } {
  const { factsOf, states, failures, bulkhead } = options;
  const byName = new Map(options.dialects.map((dialect) => [dialect.name, dialect]));
  const topics = createTopicMatcher();

  function read(record: Journalled<PublicationRecord>): ReadMessage {
    const publisher = factsOf(record.deviceId);
    if (publisher === null) return refuse(null, 'unknown-device', `no device "${record.deviceId}" is registered`);
    const dialect = byName.get(publisher.dialect);
    if (dialect === undefined)
      return refuse(publisher, 'unknown-dialect', `no dialect "${publisher.dialect}" is known`);
    if (!bulkhead.isOn(dialect.name, publisher.deviceId))
      return refuse(publisher, 'dialect-failed', `${dialect.name} is switched off for this device`);
    return bulkhead.runUnguarded(dialect.name, publisher.deviceId, () => readWith(dialect, publisher, record));
  }

  function readWith(dialect: Dialect, publisher: DeviceFacts, record: Journalled<PublicationRecord>): ReadMessage {
    if (!topics.matches(dialect, record))
      return refuse(publisher, 'not-decodable', `${dialect.name} is used on ${nameTopics(dialect.topics)} only`);

    const identified = runDialect(() => dialect.identify(record));
    if (!identified.ok) return fail(dialect, record, publisher, identified);
    const facts = identified.value === null ? publisher : factsOf(identified.value);
    const fault = facts === null ? `no device "${identified.value}" is registered` : foreignFault(publisher, facts);
    if (facts === null || fault !== null)
      return refuse(publisher, 'unknown-device', `"${publisher.deviceId}" sent for another device: ${fault}`);

    const owner = dialect.stateOf === 'connection' ? publisher.deviceId : facts.deviceId;
    const run = runDecode(dialect, states.get(owner, dialect.name), record);
    if (!run.ok) return fail(dialect, record, facts, run);
    const { decoded, state } = run.value;
    const tooMuch = dialect.stateOf === 'nobody' ? null : states.put(owner, dialect.name, state);
    if (tooMuch !== null) return fail(dialect, record, facts, { detail: tooMuch, error: tooMuch });
    if (!decoded.ok) return refuse(facts, 'not-decodable', decoded.detail);
    return { ok: true, facts, decoded };
  }

  function fail(
    dialect: Dialect,
    { offset }: Journalled,
    account: DeviceFacts,
    { detail, error }: { readonly detail: string; readonly error: unknown },
  ): ReadMessage {
    bulkhead.report(dialect.name, account.deviceId, error);
    failures.note(dialect.name, { offset, deviceId: account.deviceId, detail });
    return refuse(account, 'dialect-failed', `${dialect.name}: ${detail}`);
  }

  return { read };
}

const refuse = (account: DeviceFacts | null, reason: RejectReason, detail: string): ReadMessage => ({
  ok: false,
  account,
  reason,
  detail,
});

/**
 * A connected device may only send for devices of its own provider and dialect, which limits what can be done with a
 * stolen credential.
 */
const foreignFault = (publisher: DeviceFacts, { deviceId, provider, dialect }: DeviceFacts): string | null =>
  provider === publisher.provider && dialect === publisher.dialect
    ? null
    : `"${deviceId}" is registered with another provider or dialect`;

const MAX_NAMED_TOPICS = 2;

const nameTopics = (topics: readonly string[]): string =>
  `${topics.slice(0, MAX_NAMED_TOPICS).join(' and ')}${topics.length > MAX_NAMED_TOPICS ? ' and so on' : ''}`;
