import type { Effect } from '../model/effect.ts';

/** Carries out effects once the fold is live: at least once, in order, dropping those that are stale. */
export interface EffectRunner {
  /**
   * `cityTime` is that of the fold that asks for them. Until the fold is live only what would still be carried out then is kept: nothing
   * that is stale already, and of each alert its newest revision. So a catch-up over months gathers no more than one over minutes.
   */
  add(effects: readonly Effect[], cityTime: number): void;
  /** From now on effects are carried out; `cityTime` decides which of those that waited are stale. */
  goLive(cityTime: number): void;
  /** Ids carried out or dropped since the last call: they need not be kept any longer. */
  takeSettled(): readonly string[];
  counters(): { readonly done: number; readonly dropped: number; readonly waiting: number };
}

/** `carryOut` resolves when the effect has happened; until then later ones wait. After a failure `retryLater` says when to try again. */
export function createEffectRunner(
  carryOut: (effect: Effect) => Promise<void>,
  retryLater: (again: () => void) => void,
): EffectRunner {
  const waiting: Effect[] = [];
  let settled: string[] = [];
  let isLive = false;
  let isRunning = false;
  let done = 0;
  let dropped = 0;

  async function drain(): Promise<void> {
    if (!isLive || isRunning) return;
    isRunning = true;
    try {
      for (let effect = waiting[0]; effect; effect = waiting[0]) {
        await carryOut(effect);
        waiting.shift();
        done += 1;
        settled.push(effect.id);
      }
    } catch {
      // It stays first: what comes after it must not overtake it.
      retryLater(() => void drain());
    } finally {
      isRunning = false;
    }
  }

  function dropPointless(cityTime: number): void {
    const newest = new Map<string, Effect>();
    for (const effect of waiting) {
      const { id, revision } = effect.alert;
      // Of the same revision, asked for again, the later one.
      if (revision >= (newest.get(id)?.alert.revision ?? 0)) newest.set(id, effect);
    }
    const kept = waiting.filter((effect) => newest.get(effect.alert.id) === effect && effect.staleAfter >= cityTime);
    const keptIds = new Set(kept.map(({ id }) => id));
    for (const { id } of waiting) if (!keptIds.has(id)) settled.push(id);
    dropped += waiting.length - kept.length;
    waiting.splice(0, waiting.length, ...kept);
  }

  return {
    add(effects, cityTime) {
      for (const effect of effects) waiting.push(effect);
      if (isLive) void drain();
      else dropPointless(cityTime);
    },
    goLive(cityTime) {
      dropPointless(cityTime);
      isLive = true;
      void drain();
    },
    takeSettled() {
      const taken = settled;
      settled = [];
      return taken;
    },
    counters: () => ({ done, dropped, waiting: waiting.length }),
  };
}
