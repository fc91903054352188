import { backOffMillis } from '../model/back-off.ts';
import type { Effect } from '../model/effect.ts';
import { type AlertQueue, AlertQueues, type WaitingEffect } from './alert-queues.ts';
import { attempt } from './attempt.ts';
import type { CursorFile } from './cursor-file.ts';
import type { CursorState } from './cursor-lines.ts';
import { DeliveryError } from './delivery-error.ts';
import type { DeliverySink, DeliverySinkOptions, DeliveryStatus, DeliveryStretch } from './delivery-sink.ts';
import { OpenStretches } from './open-stretches.ts';
import { type SettledRevision, SettledRevisions } from './settled-revisions.ts';

const MOST_WAITING = 10_000;
/** After a failed attempt an alert waits 0.5 s, 1 s, 2 s and so on, never more than 30 s. */
const FIRST_WAIT_MILLIS = 500;
const LONGEST_WAIT_MILLIS = 30_000;
const CLOSE_PATIENCE_MILLIS = 2_000;
/** How often the offset is kept while nothing is settled. */
const KEEP_OFFSET_MILLIS = 10_000;

/** The sink of one destination at work; it owns what waits, what is under way, and the cursor. */
export class RunningSink implements DeliverySink {
  readonly name: string;
  readonly #options: DeliverySinkOptions;
  readonly #cursor: CursorFile;
  readonly #queues = new AlertQueues();
  readonly #stretches: OpenStretches;
  readonly #settled: SettledRevisions;
  /** Queues whose first effect may be delivered, in the order in which that became so. */
  readonly #ready = new Set<AlertQueue>();
  readonly #underWay = new Set<{ readonly controller: AbortController; readonly ended: Promise<void> }>();
  readonly #counts = { delivered: 0, stale: 0, failed: 0, dropped: 0 };
  #cityTime = Number.NEGATIVE_INFINITY;
  #isLive = false;
  #isClosed = false;
  /** What the last attempt of each alert that is tried again came to. */
  readonly #failing = new Map<AlertQueue, string>();
  /** The last effect that was given up, until one is delivered. */
  #givenUp: string | null = null;
  #keptOffset: number;
  #endKeeping: (() => void) | null = null;

  constructor(options: DeliverySinkOptions, cursor: CursorFile) {
    this.name = options.destination.name;
    this.#options = options;
    this.#cursor = cursor;
    this.#stretches = new OpenStretches(cursor.found.nextOffset);
    this.#settled = new SettledRevisions(cursor.found.settled);
    this.#keptOffset = cursor.found.nextOffset;
    options.destination.onReady?.(() => this.#retryNow());
  }

  get hasCursor(): boolean {
    return this.#cursor.found.hasCursor;
  }

  get nextOffset(): number {
    return this.#stretches.nextOffset;
  }

  /** What the cursor file has to say. */
  state(): CursorState {
    return { nextOffset: this.nextOffset, settled: this.#settled.values() };
  }

  take({ nextOffset, cityTime, effects }: DeliveryStretch): void {
    if (this.#isClosed) return;
    const isNew = nextOffset > this.nextOffset;
    this.#advance(cityTime);
    const fresh = effects.filter((effect) => this.#isFresh(effect, isNew));
    const stretch = this.#stretches.add(nextOffset, fresh.length);
    if (stretch) for (const effect of fresh) this.#enqueue(this.#queues.add(effect, stretch));
    this.#dropWhatIsTooMuch();
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
    const ended = Promise.all([...this.#underWay].map((each) => each.ended));
    await new Promise<void>((resolve) => {
      const cancel = this.#options.after(CLOSE_PATIENCE_MILLIS, resolve);
      void ended.then(() => {
        cancel();
        resolve();
      });
    });
    for (const { controller } of this.#underWay) controller.abort();
    await this.#options.destination.close();
    await ended;
    await this.#cursor.close();
  }

  #trouble(): string | null {
    const { isConnected, detail } = this.#options.destination.health();
    const overflow =
      this.#counts.dropped > 0 && this.#queues.size > MOST_WAITING / 2
        ? `${this.#counts.dropped} effects dropped, because more than ${MOST_WAITING} waited`
        : null;
    const [failing = null] = this.#failing.values();
    const away = isConnected || failing?.includes(detail) ? null : detail;
    const troubles = [away, failing, this.#givenUp, this.#cursor.trouble, overflow];
    return troubles.filter((trouble) => trouble !== null).join('; ') || null;
  }

  #isFresh(effect: Effect, isNewStretch: boolean): boolean {
    const { id, revision } = effect.alert;
    if (!this.#options.destination.wants(effect)) return false;
    if (this.#settled.has(id, revision) || revision <= this.#queues.newestRevision(id)) return false;
    if (effect.staleAfter >= this.#cityTime) return true;
    // Below the cursor it was settled long ago, and its mark is forgotten.
    if (isNewStretch) this.#counts.stale += 1;
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

  #dropWhatIsTooMuch(): void {
    while (this.#queues.size > MOST_WAITING) {
      const waiting = this.#queues.leastMissed();
      if (!waiting) return;
      this.#counts.dropped += 1;
      void this.#settle(waiting);
    }
  }

  #deliverReady(): void {
    if (!this.#isLive || this.#isClosed) return;
    for (const queue of this.#ready) {
      if (this.#underWay.size >= this.#options.destination.maxInFlight) return;
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
    const underWay = { controller, ended: this.#attempt(waiting, controller) };
    this.#underWay.add(underWay);
    void underWay.ended.then(() => {
      this.#underWay.delete(underWay);
      this.#enqueue(queue);
      this.#deliverReady();
    });
  }

  /** Its mark is not kept on disk: should it come again, it is as stale as now. A fold that catches up with months drops many. */
  #dropStale(waiting: WaitingEffect): void {
    this.#counts.stale += 1;
    this.#remove(waiting);
  }

  /** One attempt to deliver; never rejects. The place that it takes is free again when its mark is kept: so a kill repeats no more than was under way. */
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

  /** It waits no longer, for whatever reason. Resolves when the mark outlives a kill; never rejects. */
  #settle(waiting: WaitingEffect): Promise<void> {
    const mark = this.#remove(waiting);
    this.#keptOffset = this.nextOffset;
    return this.#cursor.keep(mark);
  }

  #remove(waiting: WaitingEffect): SettledRevision {
    const { effect, queue, stretch } = waiting;
    const isFirst = queue.effects[0] === waiting;
    this.#queues.remove(waiting);
    this.#stretches.settle(stretch);
    if (isFirst) {
      queue.failures = 0;
      this.#failing.delete(queue);
      queue.endWait?.();
      queue.endWait = null;
      if (queue.effects.length > 0) this.#enqueue(queue);
      else this.#ready.delete(queue);
    }
    const oldest = this.#queues.oldestRevision(effect.alert.id);
    // What still waits is never marked, also when a later revision was dropped behind it.
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
