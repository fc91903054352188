import type { ExtensionHealth } from '../../model/extension-health.ts';
import { editionKey } from '../../model/standards-pack.ts';
import type { ExaminedPacks } from '../standards/pack-shelf.ts';

/** A scenario and the packs that it cannot use. */
export type PackHealthSnapshot = readonly (readonly [scenarioId: string, health: ExtensionHealth])[];

/** Which scenarios stand without a sound pack, because one in force was refused. */
export class PackHealth {
  readonly #refused = new Map<string, ExtensionHealth>();
  /** What was noted last of each scenario: asked with each reading, and mostly the same. */
  readonly #noted = new Map<string, ExaminedPacks | null>();

  /** Packs in force for a scenario, at the record at `offset`; true where this changed whether it can work. */
  note(scenarioId: string, examined: ExaminedPacks | null, offset: number): boolean {
    if (this.#noted.get(scenarioId) === examined) return false;
    this.#noted.set(scenarioId, examined);
    if (examined === null || examined.usable !== null) {
      return this.#refused.delete(scenarioId);
    }
    const id = examined.found.map(editionKey).join(', ');
    const lastError = examined.problems.join('; ').slice(0, LONGEST_PROBLEMS);
    const before = this.#refused.get(scenarioId);
    // After a restore the packs are examined again: no news.
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

const LONGEST_PROBLEMS = 1_000;
