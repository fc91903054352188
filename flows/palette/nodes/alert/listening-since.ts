import type { GetJson } from '../../city/api-client.ts';
import type { Clock } from '../../city/clock.ts';
import { isFields, numberOf } from '../../city/fields.ts';
import { retry } from '../../city/retry.ts';

/** City time since which a node has listened: alerts opened later are new. */
export interface ListeningSince {
  /** Milliseconds since 1970; null: not known yet. */
  readonly at: number | null;
  /** Resolves when it is known, or the watch is closed. */
  readonly known: Promise<void>;
  /** Resolves after the first request, answered or not: alerts do not wait for a city that does not answer. */
  readonly asked: Promise<void>;
}

/** Begins now, or where a former watch began; requests city time until it is answered or the signal is aborted. */
export function learnListeningSince(options: {
  /** Start of a former watch; null: none, or it was not known. */
  readonly former: number | null;
  readonly getJson: GetJson;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onLearnt: () => void;
}): ListeningSince {
  const { former, getJson, clock, signal, onLearnt } = options;
  const beganAt = clock.now();
  let markAsked = (): void => {};
  const asked = new Promise<void>((resolve) => {
    markAsked = resolve;
  });
  let at = former;

  async function learn(): Promise<void> {
    let askedAt = beganAt;
    const cityTime = await retry(
      async () => {
        askedAt = clock.now();
        const answer = await getJson('/api/city');
        return isFields(answer) ? numberOf(answer, 'cityTime') : null;
      },
      { clock, signal, onFailure: markAsked },
    );
    if (cityTime === null) return;
    // City time and this clock run about equally fast, so the start can be computed back.
    at = cityTime - (askedAt - beganAt);
    onLearnt();
  }
  const known = at === null ? learn() : Promise.resolve();
  void known.then(markAsked);

  return {
    get at() {
      return at;
    },
    known,
    asked,
  };
}
