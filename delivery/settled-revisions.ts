/** A mark: all revisions of an alert up to `revision` are settled. It can be forgotten after city time `staleAfter`. */
export interface SettledRevision {
  readonly alertId: string;
  readonly revision: number;
  readonly staleAfter: number;
}

/**
 * Stores up to which revision each alert is settled, so that effects that come again after a restart are recognised, in
 * whatever batches. After `staleAfter` an effect is dropped as stale anyway, so its mark is forgotten.
 */
export class SettledRevisions {
  readonly #marks = new Map<string, SettledRevision>();

  constructor(marks: Iterable<SettledRevision>) {
    for (const mark of marks) this.#marks.set(mark.alertId, mark);
  }

  has(alertId: string, revision: number): boolean {
    return revision <= (this.#marks.get(alertId)?.revision ?? 0);
  }

  /** Adds a mark and returns the resulting one of the alert; its revision never decreases. */
  add(mark: SettledRevision): SettledRevision {
    const before = this.#marks.get(mark.alertId);
    const after = {
      alertId: mark.alertId,
      revision: Math.max(before?.revision ?? 0, mark.revision),
      staleAfter: Math.max(before?.staleAfter ?? mark.staleAfter, mark.staleAfter),
    };
    // Deleted first, so that the map is in the order of the last change.
    this.#marks.delete(mark.alertId);
    this.#marks.set(mark.alertId, after);
    return after;
  }

  /** Forgets the oldest marks, up to the first that is not stale. */
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
