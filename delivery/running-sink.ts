import { backOffMillis } from '../model/back-off.ts';
import type { Effect } from '../model/effect.ts';
import { type AlertQueue, AlertQueues, type WaitingEffect } from './alert-queues.ts';
import { attempt } from './attempt.ts';
import type { CursorFile } from './cursor-file.ts';
import type { CursorState } from './cursor-lines.ts';
import { DeliveryError } from './delivery-error.ts';
import type { DeliveryRange, DeliverySink, DeliverySinkOptions, DeliveryStatus } from './delivery-sink.ts';
import { OpenRanges } from './open-ranges.ts';
import { type SettledRevision, SettledRevisions } from './settled-revisions.ts';

const MAX_WAITING = 10_000;
/** After a failed attempt an alert waits 0.5 s, 1 s, 2 s and so on, never more than 30 s. */
const FIRST_WAIT_MILLIS = 500;
const LONGEST_WAIT_MILLIS = 30_000;
const CLOSE_TIMEOUT_MILLIS = 2_000;
/** How often the offset is stored while nothing is settled. */
const KEEP_OFFSET_MILLIS = 10_000;

/** The delivery sink of one destination; it owns the queues, the attempts in flight, and the cursor. */
export class RunningSink implements DeliverySink {
  readonly name: string;
  readonly #options: DeliverySinkOptions;
  readonly #cursor: CursorFile;
  readonly #queues = new AlertQueues();
  readonly #ranges: OpenRanges;
  readonly #settled: SettledRevisions;
  /** Queues whose first effect may be delivered now, in the order in which they became ready. */
  readonly #ready = new Set<AlertQueue>();
  readonly #inFlight = new Set<{ readonly controller: AbortController; readonly ended: Promise<void> }>();
  readonly #counts = { delivered: 0, stale: 0, failed: 0, dropped: 0 };
  #cityTime = Number.NEGATIVE_INFINITY;
  #isLive = false;
  #isClosed = false;
  /** The error of the last attempt, for each alert that is being retried. */
  readonly #failing = new Map<AlertQueue, string>();
  /** The last effect with a permanent error, until another one is delivered. */
  #givenUp: string | null = null;
  #keptOffset: number;
  #endKeeping: (() => void) | null = null;

  constructor(options: DeliverySinkOptions, cursor: CursorFile) {
    this.name = options.destination.name;
    this.#options = options;
    this.#cursor = cursor;
    this.#ranges = new OpenRanges(cursor.found.nextOffset);
    this.#settled = new SettledRevisions(cursor.found.settled);
    this.#keptOffset = cursor.found.nextOffset;
    options.destination.onReady?.(() => this.#retryNow());
  }

  get hasCursor(): boolean {
    return this.#cursor.found.hasCursor;
  }

  get nextOffset(): number {
    return this.#ranges.nextOffset;
  }

  /** The state to be written to the cursor file. */
  state(): CursorState {
    return { nextOffset: this.nextOffset, settled: this.#settled.values() };
  }

  take({ nextOffset, cityTime, effects }: DeliveryRange): void {
    if (this.#isClosed) return;
    const isNew = nextOffset > this.nextOffset;
    this.#advance(cityTime);
    const fresh = effects.filter((effect) => this.#isFresh(effect, isNew));
    const range = this.#ranges.add(nextOffset, fresh.length);
    if (range) for (const effect of fresh) this.#enqueue(this.#queues.add(effect, range));
    this.#dropOverflow();
    this.#deliverReady();
    if (this.nextOffset !== this.#keptOffset) this.#keepOffsetLater();
  }

  goLive(cityTime: number): void {
    if (this.#isLive || this.#isClosed) return;
    this.#advance(cityTime);
    this.#isLive = true;
    this.#options.destination.onLive?.(this.#options.active, (alertId) => this.#queues.isWaiting(alertId));
    this.#deliverReady();
  }

  status(): DeliveryStatus {
    return {
      name: this.name,
      nextOffset: this.nextOffset,
      waiting: this.#queues.size,
      ...this.#counts,
      trouble: this.#trouble(),
    };
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#endKeeping?.();
    for (const queue of this.#queues.queues()) queue.endWait?.();
    const ended = Promise.all([...this.#inFlight].map((each) => each.ended));
    await new Promise<void>((resolve) => {
      const cancel = this.#options.after(CLOSE_TIMEOUT_MILLIS, resolve);
      void ended.then(() => {
        cancel();
        resolve();
      });
    });
    for (const { controller } of this.#inFlight) controller.abort();
    await this.#options.destination.close();
    await ended;
    await this.#cursor.close();
  }

  #trouble(): string | null {
    const { isConnected, detail } = this.#options.destination.health();
    const overflow =
      this.#counts.dropped > 0 && this.#queues.size > MAX_WAITING / 2
        ? `${this.#counts.dropped} effects dropped, because more than ${MAX_WAITING} waited`
        : null;
    const [failing = null] = this.#failing.values();
    const away = isConnected || failing?.includes(detail) ? null : detail;
    const troubles = [away, failing, this.#givenUp, this.#cursor.trouble, overflow];
    return troubles.filter((trouble) => trouble !== null).join('; ') || null;
  }

  #isFresh(effect: Effect, isNewRange: boolean): boolean {
    const { id, revision } = effect.alert;
    if (!this.#options.destination.wants(effect)) return false;
    if (this.#settled.has(id, revision) || revision <= this.#queues.newestRevision(id)) return false;
    if (effect.staleAfter >= this.#cityTime) return true;
    // A stale effect below the cursor was settled and counted before; its mark was forgotten.
    if (isNewRange) this.#counts.stale += 1;
    this.#dropped(effect);
    return false;
  }

  #advance(cityTime: number): void {
    if (cityTime <= this.#cityTime) return;
    this.#cityTime = cityTime;
    for (const waiting of this.#queues.stale(cityTime)) this.#dropStale(waiting);
    this.#settled.forgetStale(cityTime);
  }

  #enqueue(queue: AlertQueue): void {
    if (queue.effects.length > 0 && !queue.isInFlight && !queue.endWait) this.#ready.add(queue);
  }

  #dropOverflow(): void {
    while (this.#queues.size > MAX_WAITING) {
      const waiting = this.#queues.evictionCandidate();
      if (!waiting) return;
      this.#counts.dropped += 1;
      void this.#settle(waiting);
      this.#dropped(waiting.effect);
    }
  }

  #deliverReady(): void {
    if (!this.#isLive || this.#isClosed) return;
    for (const queue of this.#ready) {
      if (this.#inFlight.size >= this.#options.destination.maxInFlight) return;
      this.#ready.delete(queue);
      const waiting = queue.effects[0];
      if (!waiting) continue;
      if (waiting.effect.staleAfter >= this.#cityTime) this.#begin(waiting);
      else this.#dropStale(waiting);
    }
  }

  #begin(waiting: WaitingEffect): void {
    const { queue } = waiting;
    queue.isInFlight = true;
    const controller = new AbortController();
    const inFlight = { controller, ended: this.#attempt(waiting, controller) };
    this.#inFlight.add(inFlight);
    void inFlight.ended.then(() => {
      this.#inFlight.delete(inFlight);
      this.#enqueue(queue);
      this.#deliverReady();
    });
  }

  /**
   * Drops a stale effect. Its mark is not stored: if the effect comes again it is stale again, and a fold that catches
   * up with months of the journal drops very many.
   */
  #dropStale(waiting: WaitingEffect): void {
    this.#counts.stale += 1;
    this.#remove(waiting);
    this.#dropped(waiting.effect);
  }

  #dropped(effect: Effect): void {
    if (this.#isLive) this.#options.destination.onDropped?.(effect);
  }

  /**
   * One attempt to deliver; never rejects. It stays in flight until its mark is stored, so that after a kill at most
   * `maxInFlight` effects are delivered again.
   */
  async #attempt(waiting: WaitingEffect, controller: AbortController): Promise<void> {
    const { queue, effect } = waiting;
    const { destination, after } = this.#options;
    const error = await attempt(destination, effect, { controller, after });
    queue.isInFlight = false;
    if (error === null) {
      this.#givenUp = null;
      await this.#settle(waiting);
      this.#counts.delivered += 1;
    } else if (error instanceof DeliveryError && error.isPermanent) {
      this.#counts.failed += 1;
      this.#givenUp = `${effect.id} given up: ${error.message}`;
      this.#options.onProblem(`${this.name}: ${this.#givenUp}`);
      await this.#settle(waiting);
    } else {
      queue.failures += 1;
      this.#failing.set(queue, `${effect.id} not delivered after ${queue.failures} attempts: ${error.message}`);
      if (!this.#isClosed) this.#waitBeforeRetry(queue);
    }
  }

  #waitBeforeRetry(queue: AlertQueue): void {
    const cancel = this.#options.after(backOffMillis(queue.failures, FIRST_WAIT_MILLIS, LONGEST_WAIT_MILLIS), () => {
      queue.endWait = null;
      this.#enqueue(queue);
      this.#deliverReady();
    });
    queue.endWait = cancel;
  }

  #retryNow(): void {
    for (const queue of this.#queues.queues()) {
      if (!queue.endWait) continue;
      queue.endWait();
      queue.endWait = null;
      this.#enqueue(queue);
    }
    this.#deliverReady();
  }

  /** Removes an effect that was delivered or dropped. Resolves when its mark is stored; never rejects. */
  #settle(waiting: WaitingEffect): Promise<void> {
    const mark = this.#remove(waiting);
    this.#keptOffset = this.nextOffset;
    return this.#cursor.keep(mark);
  }

  #remove(waiting: WaitingEffect): SettledRevision {
    const { effect, queue, range } = waiting;
    const isFirst = queue.effects[0] === waiting;
    this.#queues.remove(waiting);
    this.#ranges.settle(range);
    if (isFirst) {
      queue.failures = 0;
      this.#failing.delete(queue);
      queue.endWait?.();
      queue.endWait = null;
      if (queue.effects.length > 0) this.#enqueue(queue);
      else this.#ready.delete(queue);
    }
    const oldest = this.#queues.oldestRevision(effect.alert.id);
    // A revision that still waits is never marked as settled, also when a later one was dropped.
    const revision = oldest === null ? effect.alert.revision : oldest - 1;
    return this.#settled.add({ alertId: effect.alert.id, revision, staleAfter: effect.staleAfter });
  }

  #keepOffsetLater(): void {
    this.#endKeeping ??= this.#options.after(KEEP_OFFSET_MILLIS, () => {
      this.#endKeeping = null;
      if (this.nextOffset === this.#keptOffset) return;
      this.#keptOffset = this.nextOffset;
      void this.#cursor.keep(null);
    });
  }
}
