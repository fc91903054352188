import type { Effect } from '../model/effect.ts';
import type { After } from '../model/timers.ts';
import { DeliveryError } from './delivery-error.ts';
import type { Destination } from './destination.ts';

/** Timeout of an attempt; it frees the slot of a hanging attempt for other alerts. */
const LONGEST_MILLIS = 60_000;

/**
 * One attempt to deliver; it ends when `controller` is aborted or after 60 s. Resolves with null when the receiver has
 * the effect, else with the error; never rejects.
 */
export async function attempt(
  destination: Destination,
  effect: Effect,
  { controller, after }: { readonly controller: AbortController; readonly after: After },
): Promise<Error | null> {
  const aborted = Promise.withResolvers<Error>();
  controller.signal.addEventListener('abort', () =>
    aborted.resolve(new DeliveryError('no answer', { isPermanent: false })),
  );
  const cancel = after(LONGEST_MILLIS, () => controller.abort());
  // In an async function, so that a destination that throws is handled like one that rejects.
  const delivered = (async () => destination.deliver(effect, controller.signal))();
  const error = await Promise.race([delivered.then(() => null, asError), aborted.promise]);
  cancel();
  return error;
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
