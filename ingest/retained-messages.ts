import type { Verdict } from './redelivery.ts';

/** Topics of which the retained message is remembered, for each identity. */
const REMEMBERED_TOPICS = 1000;

/**
 * Retained messages of one MQTT identity. Another broker in front of the devices (a bridge) publishes what it retains
 * again whenever it connects: the same bytes as the first message of a topic on a new connection are then a repeat. A
 * device that sets RETAIN by itself may mean a new reading by the same bytes: without the mark of a bridge in CONNECT
 * it is only `possible`. Some 100 bytes a topic.
 */
export class RetainedMessages {
  /** The topic heard last stands at the end. */
  readonly #topics: Map<string, { readonly hash: number; readonly connection: number }>;
  #isBridge: boolean;

  constructor(snapshot?: RetainedMessagesSnapshot) {
    this.#topics = new Map(snapshot?.topics.map(([topic, hash, connection]) => [topic, { hash, connection }]));
    this.#isBridge = snapshot?.isBridge ?? false;
  }

  /** A connection began; `isBridge`: it said that it is one. */
  begun(isBridge: boolean): void {
    this.#isBridge = isBridge;
  }

  /** The gateway was away: numbers of connections begin again. */
  interrupted(): void {
    for (const [topic, { hash }] of this.#topics) this.#topics.set(topic, { hash, connection: -1 });
  }

  judge(topic: string, hash: number, connection: number): Verdict {
    const last = this.#topics.get(topic);
    this.#topics.delete(topic);
    this.#topics.set(topic, { hash, connection });
    const [oldest] = this.#topics.keys();
    if (this.#topics.size > REMEMBERED_TOPICS && oldest !== undefined) this.#topics.delete(oldest);
    if (last === undefined || last.connection === connection || last.hash !== hash) return 'new';
    return this.#isBridge ? 'repeat' : 'possible';
  }

  snapshot(): RetainedMessagesSnapshot {
    const topics = [...this.#topics].map(([topic, { hash, connection }]) => [topic, hash, connection] as const);
    return { topics, isBridge: this.#isBridge };
  }
}

/** Retained messages as plain JSON. */
export interface RetainedMessagesSnapshot {
  readonly topics: readonly (readonly [topic: string, hash: number, connection: number])[];
  readonly isBridge: boolean;
}
