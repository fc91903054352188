import type { Amendment } from './amendment.ts';
import { CalculatorError } from './calculator-error.ts';
import {
  type ExtensionHealth,
  errorText,
  type FailureListener,
  NO_MARK,
  placeOf,
  type RunningMark,
  type SwitchedKind,
  targetOf,
} from './extension-health.ts';
import { type ExtensionSwitch, extensionSwitches } from './extension-switches.ts';

/** Returned by a guarded call that threw. */
export const FAILED = Symbol('the extension failed');

/** Options of a bulkhead. */
export interface BulkheadOptions {
  readonly kind: SwitchedKind;
  readonly amendments?: readonly Amendment[];
  readonly mark?: RunningMark;
  /** Called after each switch. One for everywhere (no place) is followed by one for each place that it changed. */
  readonly onSwitch?: (health: ExtensionHealth) => void;
  readonly onFailure?: FailureListener;
}

/** The state of a bulkhead as plain JSON. */
export interface BulkheadSnapshot {
  readonly offset: number;
  readonly entries: readonly ExtensionHealth[];
}

const keyOf = (id: string, place: string | null): string => (place === null ? id : `${id}\n${place}`);

/**
 * The bulkhead of one kind of extension: every call goes through `run`, and one that throws disables the extension in
 * that place only (a zone or a device). Part of the fold's state: the same journal and amendments lead to the same
 * extensions being on or off at each offset.
 */
export class Bulkhead {
  readonly #options: BulkheadOptions;
  readonly #mark: RunningMark;
  readonly #switches: readonly ExtensionSwitch[];
  readonly #entries = new Map<string, ExtensionHealth>();
  /** Failures of calculators, by calculator and place: they fail inside of the extension, and are never off. */
  readonly #calculators = new Map<string, ExtensionHealth>();
  #offset = -1;
  #nextSwitch = 0;
  #offCount = 0;

  constructor(options: BulkheadOptions) {
    this.#options = options;
    this.#mark = options.mark ?? NO_MARK;
    this.#switches = extensionSwitches(options.kind, options.amendments ?? []);
  }

  /** Journal offset of the record that is being folded. */
  get offset(): number {
    return this.#offset;
  }

  /** Announces that the record at `offset` is folded next; applies the amendments that begin or end there. */
  advanceTo(offset: number): void {
    if (offset <= this.#offset) return;
    this.#offset = offset;
    for (;;) {
      const next = this.#switches[this.#nextSwitch];
      if (next === undefined || next.offset > offset) return;
      this.#nextSwitch += 1;
      const { id, place, isOn, reason, user } = next;
      this.#set(id, place, isOn ? { isOn, if: 'amendment' } : { isOn, offBy: 'amendment', user, lastError: reason });
    }
  }

  /** Whether the extension is on in this place (null: everywhere); true for one that never failed nor was switched. */
  isOn(id: string, place: string | null): boolean {
    if (this.#offCount === 0) return true;
    return (this.#entries.get(keyOf(id, place)) ?? this.#entries.get(id))?.isOn ?? true;
  }

  /** Calls an extension; if it throws, records the error, disables it there and returns `FAILED`. Not reentrant. */
  run<T>(id: string, place: string | null, call: () => T): T | typeof FAILED {
    this.#mark.begin(this.#options.kind, id, place, this.#offset);
    try {
      return call();
    } catch (error) {
      if (error instanceof CalculatorError) this.#noteCalculator(error, place);
      this.#fail(id, place, errorText(error));
      this.report(id, place, error);
      return FAILED;
    } finally {
      this.#mark.end();
    }
  }

  /** Calls an extension that does not throw but may hang: only the watchdog is informed, errors pass through. */
  runUnguarded<T>(id: string, place: string | null, call: () => T): T {
    this.#mark.begin(this.#options.kind, id, place, this.#offset);
    try {
      return call();
    } finally {
      this.#mark.end();
    }
  }

  /** Tells the listener of a call that threw; nothing is switched. */
  report(id: string, place: string | null, error: unknown): void {
    this.#options.onFailure?.({ ...targetOf(this.#options.kind, id, place), offset: this.#offset }, error);
  }

  /** Records that a person switched the extension, in one place or everywhere (`null`). */
  switch(id: string, place: string | null, isOn: boolean, user: string): void {
    this.#set(id, place, isOn ? { isOn } : { isOn, offBy: 'person', user, lastError: `switched off by ${user}` });
  }

  /** An entry for each extension and place that ever failed or was switched, in the order of id and place. */
  entries(): readonly ExtensionHealth[] {
    return [...this.#entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
  }

  /** An entry for each calculator and place in which it threw, in the order of name and place. */
  calculators(): readonly ExtensionHealth[] {
    return [...this.#calculators].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
  }

  snapshot(): BulkheadSnapshot {
    return { offset: this.#offset, entries: [...this.entries(), ...this.calculators()] };
  }

  /** Null: the checkpoint was written by a version without bulkheads. */
  restore(snapshot: BulkheadSnapshot | null): void {
    this.#offset = snapshot?.offset ?? -1;
    this.#entries.clear();
    this.#calculators.clear();
    for (const entry of snapshot?.entries ?? []) {
      const entries = entry.kind === 'calculator' ? this.#calculators : this.#entries;
      entries.set(keyOf(entry.id, placeOf(entry)), entry);
    }
    this.#offCount = this.#countOff();
    const next = this.#switches.findIndex(({ offset }) => offset > this.#offset);
    this.#nextSwitch = next < 0 ? this.#switches.length : next;
  }

  #noteCalculator({ calculator, message }: CalculatorError, place: string | null): void {
    const key = keyOf(calculator, place);
    const failures = (this.#calculators.get(key)?.failures ?? 0) + 1;
    this.#calculators.set(key, {
      ...targetOf(this.#options.kind, calculator, place),
      kind: 'calculator',
      isOn: true,
      lastError: message,
      failures,
      offBy: null,
      user: null,
      sinceOffset: null,
    });
  }

  #fail(id: string, place: string | null, lastError: string): void {
    const before = this.#entryOf(id, place);
    this.#entries.set(keyOf(id, place), { ...before, failures: before.failures + 1, lastError });
    this.#set(id, place, { isOn: false, offBy: 'failure', lastError });
  }

  #set(id: string, place: string | null, to: SwitchTo): void {
    this.#change(id, place, to);
    if (place !== null) return;
    for (const entry of this.entries()) {
      if (entry.id === id && placeOf(entry) !== null) this.#change(id, placeOf(entry), to);
    }
  }

  #change(id: string, place: string | null, { if: only, isOn, offBy = null, user = null, lastError }: SwitchTo): void {
    const before = this.#entryOf(id, place);
    if (before.isOn === isOn || (only !== undefined && before.offBy !== only)) return;
    const after = { ...before, isOn, offBy, user, lastError: lastError ?? before.lastError, sinceOffset: this.#offset };
    this.#entries.set(keyOf(id, place), after);
    this.#offCount = this.#countOff();
    this.#options.onSwitch?.(after);
  }

  #entryOf(id: string, place: string | null): ExtensionHealth {
    return (
      this.#entries.get(keyOf(id, place)) ?? {
        ...targetOf(this.#options.kind, id, place),
        isOn: this.isOn(id, place),
        lastError: null,
        failures: 0,
        offBy: this.#entries.get(id)?.offBy ?? null,
        user: this.#entries.get(id)?.user ?? null,
        sinceOffset: null,
      }
    );
  }

  #countOff(): number {
    return [...this.#entries.values()].filter(({ isOn }) => !isOn).length;
  }
}

interface SwitchTo {
  readonly isOn: boolean;
  readonly offBy?: ExtensionHealth['offBy'];
  readonly user?: string | null;
  readonly lastError?: string;
  /** Applies only to an extension that is off for this cause. */
  readonly if?: 'amendment';
}
