/** Of one alert: every revision up to this one is settled, which matters until this city time. */
export interface SettledRevision {
  readonly alertId: string;
  readonly revision: number;
  readonly staleAfter: number;
}

/**
 * Remembers up to which revision each alert is settled, so that what comes again after a restart is recognised, wherever the journal is
 * cut then. After `staleAfter` an effect is dropped anyway, and its mark is forgotten.
 */
export class SettledRevisions {
  readonly #marks = new Map<string, SettledRevision>();

  constructor(marks: Iterable<SettledRevision>) {
    for (const mark of marks) this.#marks.set(mark.alertId, mark);
  }

  has(alertId: string, revision: number): boolean {
    return revision <= (this.#marks.get(alertId)?.revision ?? 0);
  }

  /** Returns the mark that now stands: it never goes back. */
  add(mark: SettledRevision): SettledRevision {
    const before = this.#marks.get(mark.alertId);
    const after = {
      alertId: mark.alertId,
      revision: Math.max(before?.revision ?? 0, mark.revision),
      staleAfter: Math.max(before?.staleAfter ?? mark.staleAfter, mark.staleAfter),
    };
    // Deleted first, so that the marks stand in the order of their last change.
    this.#marks.delete(mark.alertId);
    this.#marks.set(mark.alertId, after);
    return after;
  }

  /** Forgets the oldest marks, up to the first that still matters. */
  forgetStale(cityTime: number): void {
    for (const { alertId, staleAfter } of this.#marks.values()) {
      if (staleAfter >= cityTime) return;
      this.#marks.delete(alertId);
    }
  }

  values(): SettledRevision[] {
    return [...this.#marks.values()];
  }
}
