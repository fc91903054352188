import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Alert } from '../model/alert.ts';
import type { Effect } from '../model/effect.ts';
import type { After } from '../model/timers.ts';
import type { DeliverySink } from './delivery-sink.ts';
import type { Destination } from './destination.ts';
import { createDeliverySink } from './open-delivery-sink.ts';

/** Timers that a test advances. */
export function testClock() {
  const timers = new Set<{ readonly at: number; readonly callback: () => void }>();
  let now = 0;
  const after: After = (millis, callback) => {
    const timer = { at: now + millis, callback };
    timers.add(timer);
    return () => timers.delete(timer);
  };
  return {
    after,
    now: () => now,
    /** Advances the time and fires the timers that are due. */
    async pass(millis: number): Promise<void> {
      now += millis;
      for (const timer of [...timers].filter(({ at }) => at <= now)) {
        timers.delete(timer);
        timer.callback();
      }
      await settle();
    },
  };
}

/** Waits a few turns of the event loop, in which everything that needs no timer, disk or network completes. */
export const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** Resolves once `isTrue`, checked in each turn of the event loop; for what depends on disk or network. */
export async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve));
}

/** A destination whose deliveries the test completes or fails, by effect id. */
export function testDestination(maxInFlight = 4) {
  const begun: string[] = [];
  const open = new Map<string, PromiseWithResolvers<void>>();
  const problems: string[] = [];
  const dropped: string[] = [];
  let retryNow = () => {};
  let onLive: Parameters<NonNullable<Destination['onLive']>>[1] | null = null;
  const destination: Destination = {
    name: 'test',
    maxInFlight,
    wants: ({ alert }) => alert.severity !== 'watch',
    deliver({ id }: Effect) {
      begun.push(id);
      const ends = Promise.withResolvers<void>();
      open.set(id, ends);
      return ends.promise;
    },
    onLive: (_active, isWaiting) => {
      onLive = isWaiting;
    },
    onDropped: ({ id }) => void dropped.push(id),
    onReady: (retry) => {
      retryNow = retry;
    },
    health: () => ({ isConnected: true, detail: '' }),
    close: async () => {},
  };
  return {
    destination,
    begun,
    problems,
    /** Ids of dropped effects that the destination was informed of. */
    dropped,
    retryNow: () => retryNow(),
    isWaiting: (alertId: string) => onLive?.(alertId),
    /** Completes a delivery. */
    arrive: (id: string) => open.get(id)?.resolve(),
    fail: (id: string, error: Error) => open.get(id)?.reject(error),
  };
}

/** Creates a folder that is removed when the test ends. */
export function deliveryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'citynerve-delivery-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The delivery sink of a destination under test; `file` is its cursor file. */
export async function testSink(options: {
  readonly destination: Destination;
  readonly file?: string;
  readonly after: After;
  readonly problems?: string[];
  readonly active?: readonly Alert[];
}): Promise<DeliverySink> {
  return createDeliverySink({
    destination: options.destination,
    cursorFile: options.file ?? join(deliveryFolder(), 'test.cursor'),
    active: () => options.active ?? [],
    onProblem: (problem) => options.problems?.push(problem),
    after: options.after,
  });
}
