import type { Alert } from '../../model/alert.ts';
import { readAlert } from '../../model/read-alert.ts';

/** How long an ended alert takes notes, in city time: longer than a person's request is on its way to the fold. */
const KEPT_MILLIS = 600_000;
const MAX_KEPT = 1_000;

/** An alert that has ended, and when the fold learnt that: city time, milliseconds since 1970, UTC. */
export interface EndedAlert {
  readonly alert: Alert;
  readonly endedAt: number;
}

/**
 * Alerts that ended in the last ten minutes of city time, at most a thousand. What a person wrote about one while it
 * was active may be folded after its end: it belongs into its history all the same.
 */
export class EndedAlerts {
  /** In the order of their ends, which is that of city time. */
  readonly #ended = new Map<string, EndedAlert>();

  /** Keeps an alert that has ended, or its newer revision. */
  keep(alert: Alert, cityTime: number): void {
    this.#ended.set(alert.id, { alert, endedAt: this.#ended.get(alert.id)?.endedAt ?? cityTime });
  }

  /** The newest revision of an alert that has ended; undefined: it ended too long ago, or is not known. */
  find(alertId: string, cityTime: number): Alert | undefined {
    const ended = this.#ended.get(alertId);
    return ended === undefined || isOver(ended, cityTime) ? undefined : ended.alert;
  }

  /** Forgets those that take no notes any more; returns their ids. */
  forget(cityTime: number): readonly string[] {
    const forgotten: string[] = [];
    for (const [id, ended] of this.#ended) {
      if (this.#ended.size <= MAX_KEPT && !isOver(ended, cityTime)) break;
      this.#ended.delete(id);
      forgotten.push(id);
    }
    return forgotten;
  }

  snapshot(): readonly EndedAlert[] {
    return [...this.#ended.values()];
  }

  restore(ended: readonly EndedAlert[]): void {
    this.#ended.clear();
    for (const { alert, endedAt } of ended) {
      this.#ended.set(alert.id, { alert: Object.freeze(readAlert(alert)), endedAt });
    }
  }
}

const isOver = ({ endedAt }: EndedAlert, cityTime: number): boolean => cityTime - endedAt > KEPT_MILLIS;
