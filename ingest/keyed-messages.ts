import { type Content, judgeIdentical } from './judge-identical.ts';
import type { Verdict } from './redelivery.ts';

/** Ids of messages that are remembered of a device. */
const REMEMBERED_KEYS = 256;

const VERDICTS = { same: 'repeat', measured: 'repeat', version: 'possible', other: 'new' } as const;

/** The messages of one device that came last with an id of their dialect; some 100 bytes each. */
export class KeyedMessages {
  /** Hash of the id → its first message. */
  readonly #messages: Map<number, Content>;

  constructor(snapshot: KeyedMessagesSnapshot = []) {
    this.#messages = new Map(snapshot.map(([key, hash, measurement]) => [key, { hash, measurement }]));
  }

  /** Judges a message, and remembers it where its id is new. */
  judge(key: number, content: Content): Verdict {
    const first = this.#messages.get(key);
    if (first !== undefined) return VERDICTS[judgeIdentical(first, content)];
    this.#messages.set(key, content);
    const [oldest] = this.#messages.keys();
    if (this.#messages.size > REMEMBERED_KEYS && oldest !== undefined) this.#messages.delete(oldest);
    return 'new';
  }

  snapshot(): KeyedMessagesSnapshot {
    return [...this.#messages].map(([key, { hash, measurement }]) => [key, hash, measurement] as const);
  }
}

/** Keyed messages as plain JSON. */
export type KeyedMessagesSnapshot = readonly (readonly [key: number, hash: number, measurement: number])[];
