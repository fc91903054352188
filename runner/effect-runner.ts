import type { Effect } from '../model/effect.ts';

/** Carries out effects once the fold is live: at least once, in order, dropping those that are stale. */
export interface EffectRunner {
  add(effects: readonly Effect[]): void;
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

  return {
    add(effects) {
      waiting.push(...effects);
      void drain();
    },
    goLive(cityTime) {
      const fresh = waiting.filter((effect) => effect.staleAfter >= cityTime);
      const stale = waiting.filter((effect) => effect.staleAfter < cityTime);
      waiting.splice(0, waiting.length, ...fresh);
      settled.push(...stale.map((effect) => effect.id));
      dropped += stale.length;
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
