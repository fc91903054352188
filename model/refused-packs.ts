/** Standards packs that nobody is judged by, and why. A scenario without its packs watches nothing: that is never the same as quiet. */
export interface RefusedPacks {
  /** The scenario that stands still because of it; null: a pack that no scenario needs. */
  readonly scenarioId: string | null;
  /** `id@version` of each; empty: there is none in force. */
  readonly packs: readonly string[];
  readonly problems: readonly string[];
}
