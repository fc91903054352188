import type { Effect } from '../model/effect.ts';
import type { After } from '../model/timers.ts';
import { DeliveryError } from './delivery-error.ts';
import type { Destination } from './destination.ts';

/** An attempt that says nothing for so long is given up, so that its place is free for other alerts. */
const LONGEST_MILLIS = 60_000;

/**
 * One attempt to deliver, until `controller` is aborted or too much time has passed. Resolves with null when the receiver has it, else with
 * what went wrong; never rejects.
 */
export async function attempt(
  destination: Destination,
  effect: Effect,
  { controller, after }: { readonly controller: AbortController; readonly after: After },
): Promise<Error | null> {
  const givenUp = Promise.withResolvers<Error>();
  controller.signal.addEventListener('abort', () =>
    givenUp.resolve(new DeliveryError('no answer', { isPermanent: false })),
  );
  const cancel = after(LONGEST_MILLIS, () => controller.abort());
  // A destination that throws at once is no other than one that rejects.
  const delivered = (async () => destination.deliver(effect, controller.signal))();
  const error = await Promise.race([delivered.then(() => null, asError), givenUp.promise]);
  cancel();
  return error;
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
