import type { Journalled, PublicationRecord } from '../model/journal-record.ts';
import { type SentMessage, SentMessages, type SentMessagesSnapshot } from './sent-messages.ts';

/** A client that has not sent a message again by then has given it up. */
const LONGEST_OPEN_MILLIS = 24 * 3_600_000;

/** What the delivery of a message says of it: it was here before, it may have been, or nothing speaks for that. */
export type Verdict = 'new' | 'repeat' | 'possible';

interface OpenMessage {
  readonly hash: number;
  readonly wallAt: number;
  /** False: an earlier version wrote the journal, and did not say what was acknowledged. */
  readonly isKnown: boolean;
}

/**
 * Redeliveries of one MQTT identity, by what the gateway knows (MQTT 3.1.1, 4.4). With DUP = 0 only a message whose
 * acknowledgement was not written can come again, with the same id and bytes; once it was written, the same bytes are a
 * new message. With DUP = 1 the client says that it sends again: the last message with that id is looked for on all
 * earlier connections. Where the journal certainly has no copy of it, the first one was lost on its way.
 */
export class Redelivery {
  #connection: number | null;
  readonly #sent: SentMessages;
  /** Packet id → the message without a written acknowledgement on the connection that ended last with it. */
  readonly #open: Map<number, OpenMessage>;

  /** `unknownUntil`: as of `SentMessages`. */
  constructor(snapshot: RedeliverySnapshot | undefined, unknownUntil: number) {
    this.#connection = snapshot?.connection ?? null;
    this.#sent = new SentMessages(snapshot?.sent, unknownUntil);
    this.#open = new Map(snapshot?.open);
  }

  /** Judges a message of QoS 1 or 2 with an id, and remembers it; `hash`: of its topic and bytes. */
  judge({ messageId, connection, dup, offset, wallAt }: Journalled<PublicationRecord>, hash: number): Verdict {
    // A new connection without a word about the end of the old one: what the gateway wrote to that one is not known.
    if (this.#connection !== null && connection !== this.#connection) this.#end(undefined);
    this.#connection = connection;
    const verdict = dup ? this.#judgeAgain(messageId, hash, wallAt) : this.#judgeFirst(messageId, hash, wallAt);
    this.#sent.add(messageId, hash, offset, wallAt);
    return verdict;
  }

  /**
   * Its connection ended; `unacknowledged`: ids whose acknowledgement was not written, undefined where the journal does
   * not say.
   */
  ended(connection: number, unacknowledged: readonly number[] | undefined): void {
    if (connection === this.#connection) this.#end(unacknowledged);
  }

  /**
   * The gateway was away, and its last commit begins at `openFrom`: of what it holds the acknowledgements may not have
   * been written.
   */
  interrupted(openFrom: number | null | undefined): void {
    if (this.#connection === null) return;
    if (openFrom === undefined) this.#end(undefined);
    else this.#close(({ offset }) => openFrom !== null && offset >= openFrom, true);
  }

  snapshot(): RedeliverySnapshot {
    return { connection: this.#connection, sent: this.#sent.snapshot(), open: [...this.#open] };
  }

  #end(unacknowledged: readonly number[] | undefined): void {
    // All was acknowledged, and nothing is open: then there is nothing to open or to close.
    if (unacknowledged?.length === 0 && this.#open.size === 0) {
      this.#connection = null;
      this.#sent.forgetConnection();
      return;
    }
    const ids = new Set(unacknowledged);
    this.#close(({ messageId }) => unacknowledged === undefined || ids.has(messageId), unacknowledged !== undefined);
  }

  /**
   * Opens, of the messages of the connection, the last of each id that fits; an id that was acknowledged is no longer
   * open.
   */
  #close(isOpen: (message: SentMessage) => boolean, isKnown: boolean): void {
    this.#connection = null;
    const seen = new Set<number>();
    for (const message of this.#sent.endConnection()) {
      const { messageId, hash, wallAt } = message;
      if (seen.has(messageId)) continue;
      seen.add(messageId);
      if (isOpen(message)) this.#open.set(messageId, { hash, wallAt, isKnown });
      else this.#open.delete(messageId);
    }
  }

  #judgeFirst(messageId: number, hash: number, wallAt: number): Verdict {
    const open = this.#open.size === 0 ? undefined : this.#open.get(messageId);
    if (open === undefined) return 'new';
    // Whatever it is, the id is in use for this message now.
    this.#open.delete(messageId);
    if (open.hash !== hash || wallAt - open.wallAt > LONGEST_OPEN_MILLIS) return 'new';
    return open.isKnown ? 'repeat' : 'possible';
  }

  #judgeAgain(messageId: number, hash: number, wallAt: number): Verdict {
    const open = this.#open.get(messageId);
    this.#open.delete(messageId);
    const last = this.#sent.newest(messageId) ?? open;
    const since = wallAt - LONGEST_OPEN_MILLIS;
    if (last?.hash === hash && last.wallAt >= since) return 'repeat';
    return this.#sent.mayHave(messageId, hash, since) ? 'possible' : 'new';
  }
}

/** What is remembered of an identity's deliveries as plain JSON. */
export interface RedeliverySnapshot {
  readonly connection: number | null;
  readonly sent: SentMessagesSnapshot;
  readonly open: readonly (readonly [messageId: number, message: OpenMessage])[];
}
