import type { GetJson } from '../../city/api-client.ts';
import { askUntilAnswered } from '../../city/ask-until-answered.ts';
import type { Clock } from '../../city/clock.ts';
import { isFields, numberOf } from '../../city/fields.ts';

/** City time since which a node has listened: what opened later is news whenever it is heard of. */
export interface ListeningSince {
  /** Milliseconds since 1970; null: the city has not told its time. */
  readonly at: number | null;
  /** Resolves when it is known, or the watch has ended. */
  readonly known: Promise<void>;
  /** Resolves when the city has been asked once, whether it answered or not: alerts do not wait for one that does not tell its time. */
  readonly asked: Promise<void>;
}

/** Begins now, or as long ago as a former watch did; asks the city for its time until it answers or the signal ends it. */
export function learnListeningSince(options: {
  /** Of a former watch; null: there was none, or the city had not told it either. */
  readonly former: number | null;
  readonly getJson: GetJson;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onLearnt: () => void;
}): ListeningSince {
  const { former, getJson, clock, signal, onLearnt } = options;
  const beganAt = clock.now();
  const asked = Promise.withResolvers<void>();
  let at = former;

  async function learn(): Promise<void> {
    let askedAt = beganAt;
    const cityTime = await askUntilAnswered(
      async () => {
        askedAt = clock.now();
        const answer = await getJson('/api/city');
        return isFields(answer) ? numberOf(answer, 'cityTime') : null;
      },
      { clock, signal, onSilence: asked.resolve },
    );
    if (cityTime === null) return;
    // City time and this clock go about equally fast: what opened while the city did not answer is not old.
    at = cityTime - (askedAt - beganAt);
    onLearnt();
  }
  const known = at === null ? learn() : Promise.resolve();
  void known.then(asked.resolve);

  return {
    get at() {
      return at;
    },
    known,
    asked: asked.promise,
  };
}
