import type { Effect } from '../model/effect.ts';
import type { OpenRange } from './open-ranges.ts';

/** An effect that is not settled yet. */
export interface WaitingEffect {
  readonly effect: Effect;
  readonly range: OpenRange;
  readonly queue: AlertQueue;
}

/** The effects of one alert that wait, oldest revision first. Only the first one can be in flight. */
export interface AlertQueue {
  readonly alertId: string;
  readonly effects: WaitingEffect[];
  isInFlight: boolean;
  /**
   * Failed attempts in a row of the first effect, and the function that cancels the wait before the next; null: no
   * wait.
   */
  failures: number;
  endWait: (() => void) | null;
}

/** The effects that wait for one destination, in one queue per alert, so that no alert waits for another. */
export class AlertQueues {
  readonly #queues = new Map<string, AlertQueue>();
  /** All waiting effects, oldest first. */
  readonly #effects = new Set<WaitingEffect>();
  /** Queues with more than one effect: all but the last are superseded by a newer revision. */
  readonly #long = new Set<AlertQueue>();

  get size(): number {
    return this.#effects.size;
  }

  isWaiting(alertId: string): boolean {
    return this.#queues.has(alertId);
  }

  /** Revision of the newest effect that waits for this alert; 0: none. */
  newestRevision(alertId: string): number {
    return this.#queues.get(alertId)?.effects.at(-1)?.effect.alert.revision ?? 0;
  }

  /** Revision of the oldest effect that waits for this alert; null: none. */
  oldestRevision(alertId: string): number | null {
    return this.#queues.get(alertId)?.effects[0]?.effect.alert.revision ?? null;
  }

  add(effect: Effect, range: OpenRange): AlertQueue {
    const alertId = effect.alert.id;
    let queue = this.#queues.get(alertId);
    if (!queue) {
      queue = { alertId, effects: [], isInFlight: false, failures: 0, endWait: null };
      this.#queues.set(alertId, queue);
    }
    const waiting = { effect, range, queue };
    queue.effects.push(waiting);
    this.#effects.add(waiting);
    if (queue.effects.length > 1) this.#long.add(queue);
    return queue;
  }

  remove(waiting: WaitingEffect): void {
    const { queue } = waiting;
    const at = queue.effects.indexOf(waiting);
    if (at < 0) return;
    queue.effects.splice(at, 1);
    this.#effects.delete(waiting);
    if (queue.effects.length < 2) this.#long.delete(queue);
    if (queue.effects.length === 0) this.#queues.delete(queue.alertId);
  }

  queues(): Iterable<AlertQueue> {
    return this.#queues.values();
  }

  /**
   * The oldest waiting effects up to the first that is not stale, without those in flight. `cityTime` in milliseconds.
   */
  stale(cityTime: number): WaitingEffect[] {
    const found: WaitingEffect[] = [];
    for (const waiting of this.#effects) {
      if (isInFlight(waiting)) continue;
      if (waiting.effect.staleAfter >= cityTime) break;
      found.push(waiting);
    }
    return found;
  }

  /**
   * The effect to drop on overflow: one that a newer revision supersedes, or else the oldest; null if all are in
   * flight.
   */
  evictionCandidate(): WaitingEffect | null {
    for (const { effects } of this.#long) {
      const superseded = effects.slice(0, -1).find((waiting) => !isInFlight(waiting));
      if (superseded) return superseded;
    }
    for (const waiting of this.#effects) if (!isInFlight(waiting)) return waiting;
    return null;
  }
}

const isInFlight = (waiting: WaitingEffect): boolean =>
  waiting.queue.isInFlight && waiting.queue.effects[0] === waiting;
