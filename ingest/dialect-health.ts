/** The failures of one dialect since the start of the journal. Plain JSON. */
export interface DialectHealth {
  readonly dialect: string;
  /** Number of messages on which it threw, or exceeded the limit of its state. */
  readonly failed: number;
  /** The last failure; null: there was none. */
  readonly lastFailure: { readonly offset: number; readonly deviceId: string; readonly detail: string } | null;
}

/** Counts the failures of dialects. */
export class DialectFailures {
  readonly #failures = new Map<string, DialectHealth>();

  note(dialect: string, lastFailure: NonNullable<DialectHealth['lastFailure']>): void {
    const failed = (this.#failures.get(dialect)?.failed ?? 0) + 1;
    this.#failures.set(dialect, { dialect, failed, lastFailure });
  }

  /** The health of these dialects, in this order. */
  of(dialects: readonly string[]): readonly DialectHealth[] {
    return dialects.map((dialect) => this.#failures.get(dialect) ?? { dialect, failed: 0, lastFailure: null });
  }

  snapshot(): readonly DialectHealth[] {
    return [...this.#failures.values()];
  }

  restore(snapshot: readonly DialectHealth[]): void {
    this.#failures.clear();
    for (const health of snapshot) this.#failures.set(health.dialect, health);
  }
}
