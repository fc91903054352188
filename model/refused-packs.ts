/** Standards packs that were refused, and why. A scenario without its packs evaluates nothing. */
export interface RefusedPacks {
  /** The scenario that cannot run because of it; null: a pack that no scenario needs. */
  readonly scenarioId: string | null;
  /** `id@version` of each; empty: no edition is in force. */
  readonly packs: readonly string[];
  readonly problems: readonly string[];
}
