import { MAX_DIALECT_STATE_CHARACTERS } from '../model/dialect.ts';

interface Remembered {
  readonly dialect: string;
  readonly state: unknown;
}

/** The states of all dialects as plain JSON, in the order in which their owners first had one. */
export type DialectStatesSnapshot = readonly (readonly [deviceId: string, dialect: string, state: unknown])[];

/** What dialects remember, by the device that it belongs to; gone with the device, and when the device changes its dialect. */
export class DialectStates {
  readonly #states = new Map<string, Remembered>();

  /** Null: nothing is remembered, or it is another dialect's. */
  get(deviceId: string, dialect: string): unknown {
    const found = this.#states.get(deviceId);
    return found?.dialect === dialect ? found.state : null;
  }

  /** Keeps a state; answers why it may not be kept, or null. The one before stays then. */
  put(deviceId: string, dialect: string, state: unknown): string | null {
    if (state === this.get(deviceId, dialect)) return null;
    if (state === null) {
      this.#states.delete(deviceId);
      return null;
    }
    const length = JSON.stringify(state)?.length ?? 0;
    if (length > MAX_DIALECT_STATE_CHARACTERS) {
      return `its state would be ${length} characters of JSON, ${MAX_DIALECT_STATE_CHARACTERS} are allowed`;
    }
    this.#states.set(deviceId, { dialect, state });
    return null;
  }

  remove(deviceId: string): void {
    this.#states.delete(deviceId);
  }

  snapshot(): DialectStatesSnapshot {
    return [...this.#states].map(([deviceId, { dialect, state }]) => [deviceId, dialect, state]);
  }

  restore(snapshot: DialectStatesSnapshot): void {
    this.#states.clear();
    for (const [deviceId, dialect, state] of snapshot) this.#states.set(deviceId, { dialect, state });
  }
}
