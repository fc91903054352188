import { MAX_DIALECT_STATE_CHARACTERS } from '../model/dialect.ts';

interface StoredState {
  readonly dialect: string;
  readonly state: unknown;
}

/** The states of all dialects as plain JSON, in insertion order. */
export type DialectStatesSnapshot = readonly (readonly [deviceId: string, dialect: string, state: unknown])[];

/** The states of dialects by device. A state ends when the device is removed, or changes its dialect. */
export class DialectStates {
  readonly #states = new Map<string, StoredState>();

  /** The state of this dialect for the device; null: there is none. */
  get(deviceId: string, dialect: string): unknown {
    const found = this.#states.get(deviceId);
    return found?.dialect === dialect ? found.state : null;
  }

  /** Stores a state and returns null; or returns why it is too large, and keeps the state before. */
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
