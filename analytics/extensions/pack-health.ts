import type { ExtensionHealth } from '../../model/extension-health.ts';
import { editionKey } from '../../model/standards-pack.ts';
import type { ExaminedPacks } from '../standards/pack-resolver.ts';

/** The refused packs by scenario, as plain JSON. */
export type PackHealthSnapshot = readonly (readonly [scenarioId: string, health: ExtensionHealth])[];

/** Tracks which scenarios cannot run because a standards pack in force was refused. */
export class PackHealth {
  readonly #refused = new Map<string, ExtensionHealth>();
  /** The last result for each scenario, as a fast path: `note` is called for each reading, mostly without a change. */
  readonly #noted = new Map<string, ExaminedPacks | null>();

  /**
   * Takes the packs in force for a scenario at the record at `offset`; returns whether it can run no longer, or again.
   */
  note(scenarioId: string, examined: ExaminedPacks | null, offset: number): boolean {
    if (this.#noted.get(scenarioId) === examined) return false;
    this.#noted.set(scenarioId, examined);
    if (examined === null || examined.usable !== null) {
      return this.#refused.delete(scenarioId);
    }
    const id = examined.found.map(editionKey).join(', ');
    const lastError = examined.problems.join('; ').slice(0, MAX_PROBLEM_CHARACTERS);
    const before = this.#refused.get(scenarioId);
    // After a restore the same packs are examined again: that is no change.
    if (before?.id === id && before.lastError === lastError) return false;
    const place = { zoneId: null, deviceId: null, isOn: false } as const;
    this.#refused.set(scenarioId, {
      kind: 'pack',
      id,
      ...place,
      lastError,
      failures: 1,
      offBy: 'failure',
      user: null,
      sinceOffset: offset,
    });
    return before === undefined;
  }

  isRefused(scenarioId: string): boolean {
    return this.#refused.has(scenarioId);
  }

  entries(): readonly ExtensionHealth[] {
    return [...this.#refused].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, health]) => health);
  }

  snapshot(): PackHealthSnapshot {
    return [...this.#refused];
  }

  restore(snapshot: PackHealthSnapshot): void {
    this.#noted.clear();
    this.#refused.clear();
    for (const [scenarioId, health] of snapshot) this.#refused.set(scenarioId, health);
  }
}

const MAX_PROBLEM_CHARACTERS = 1_000;
