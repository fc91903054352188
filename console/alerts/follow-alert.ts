import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Alert } from '../../model/alert.ts';
import { alertById } from '../live/alerts.ts';
import { ApiProblem, detailOf, getJson } from '../live/request.ts';
import { texts } from '../texts/language.ts';

/** The stream may publish a revision a moment before the documents have it: the request is repeated after this. */
const AGAIN_MILLIS = 1000;

/** One alert with its evidence, loaded again when the stream publishes a newer revision. */
export interface FollowedAlert {
  /** Facts and history are the newest known; the evidence may be one load behind. Null until loaded. */
  readonly alert: ReadonlySignal<Alert | null>;
  readonly failure: ReadonlySignal<string | null>;
  close(): void;
}

/** Follows an alert until closed. */
export function followAlert(alertId: string): FollowedAlert {
  const loaded = signal<Alert | null>(null);
  const failure = signal<string | null>(null);
  let again: ReturnType<typeof setTimeout> | undefined;
  let isClosed = false;

  const isBehind = (): boolean => (alertById(alertId)?.revision ?? 0) > (loaded.peek()?.revision ?? 0);
  const load = async (): Promise<void> => {
    clearTimeout(again);
    try {
      loaded.value = await getJson<Alert>(`/api/alerts/${encodeURIComponent(alertId)}`);
      failure.value = null;
      if (isBehind() && !isClosed) again = setTimeout(load, AGAIN_MILLIS);
    } catch (problem) {
      const isUnknown = problem instanceof ApiProblem && problem.status === 404;
      failure.value = isUnknown ? texts.peek().alerts.notFound : texts.peek().failed(detailOf(problem));
    }
  };
  void load();
  const stop = effect(() => {
    if (isBehind() && loaded.peek() !== null) void load();
  });
  const alert = computed(() => {
    const newest = alertById(alertId);
    const known = loaded.value;
    return known && newest && newest.revision > known.revision ? { ...known, ...newest } : known;
  });
  return {
    alert,
    failure,
    close: () => {
      isClosed = true;
      clearTimeout(again);
      stop();
    },
  };
}
