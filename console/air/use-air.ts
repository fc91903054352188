import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { AirPlace, AirQualityIndex } from '../../model/air-quality.ts';
import type { StandardEdition } from '../../model/standard-edition.ts';
import type { AirAnswer, AirPlacesAnswer, StandardsAnswer } from '../live/api-types.ts';
import { repeatWhileSeen } from '../live/repeat.ts';
import { ApiProblem, detailOf, getJson } from '../live/request.ts';
import type { AirQuestion } from '../live/route-text.ts';

const RELOAD_MILLIS = 60_000;

/** An answer that is polled; the last good answer stays when a later request fails. */
export interface Loaded<T> {
  readonly value: T | null;
  readonly failure: string | null;
  /** True: this server has no such route. */
  readonly isMissing: boolean;
}

/** The places with air quality, and the editions to choose from. */
export interface AirOffer {
  readonly places: AirPlacesAnswer['items'];
  readonly editions: readonly StandardEdition[];
}

/** Polls the places and editions, each minute while the panel is visible. */
export const useAirOffer = (isSeen: boolean): Signal<Loaded<AirOffer>> =>
  useLoaded(isSeen, 'offer', async () => {
    const { items: places } = await getJson<AirPlacesAnswer>('/api/air-quality/places');
    // Without the list of editions the server still applies the one in force.
    const standards = await getJson<StandardsAnswer>('/api/standards').catch(() => null);
    return { places, editions: standards?.items ?? [] };
  });

/** Polls the newest periods of one place, each minute while the panel is visible. */
export function useAirQuality(
  isSeen: boolean,
  at: AirPlace,
  { standard, period, edition }: AirQuestion,
): Signal<Loaded<readonly AirQualityIndex[]>> {
  const words = new URLSearchParams({ [at.kind === 'device' ? 'deviceId' : 'zoneId']: at.id, standard, period });
  if (edition !== null) words.set('edition', edition);
  const path = `/api/air-quality?${words}`;
  return useLoaded(isSeen, path, async () => (await getJson<AirAnswer>(path)).items);
}

function useLoaded<T>(isSeen: boolean, key: string, load: () => Promise<T>): Signal<Loaded<T>> {
  const loaded = useSignal<Loaded<T>>({ value: null, failure: null, isMissing: false });
  useEffect(() => {
    if (!isSeen) return;
    let isOver = false;
    const stop = repeatWhileSeen(RELOAD_MILLIS, async () => {
      const news = await attempt(load, loaded.peek());
      // The answer to an earlier question must not be shown for the present one.
      if (!isOver) loaded.value = news;
    });
    return () => {
      isOver = true;
      stop();
    };
  }, [isSeen, key]);
  return loaded;
}

async function attempt<T>(load: () => Promise<T>, known: Loaded<T>): Promise<Loaded<T>> {
  try {
    return { value: await load(), failure: null, isMissing: false };
  } catch (problem) {
    const isMissing = problem instanceof ApiProblem && problem.status === 404;
    return { value: known.value, failure: detailOf(problem), isMissing };
  }
}
