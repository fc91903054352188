import type { Amendment } from './amendment.ts';
import {
  type ExtensionHealth,
  errorText,
  NO_MARK,
  placeOf,
  type RunningMark,
  type SwitchedKind,
  targetOf,
} from './extension-health.ts';
import { type ExtensionSwitch, extensionSwitches } from './extension-switches.ts';

/** What a guarded call gives when it threw. */
export const FAILED = Symbol('the extension failed');

/** What a book of extensions is made of. */
export interface ExtensionBookOptions {
  readonly kind: SwitchedKind;
  readonly amendments?: readonly Amendment[];
  readonly mark?: RunningMark;
  /** After a switch; `place` null: everywhere, but for places that are told of by themselves. */
  readonly onSwitch?: (health: ExtensionHealth) => void;
}

/** The state of a book as plain JSON. */
export interface ExtensionBookSnapshot {
  readonly offset: number;
  readonly entries: readonly ExtensionHealth[];
}

const keyOf = (id: string, place: string | null): string => (place === null ? id : `${id}\n${place}`);

/**
 * The bulkhead of one kind of extension: every call goes through `run`, a failure stays within its place, and what is off is known by
 * offset. A fold's state: the same journal and amendments give the same book.
 */
export class ExtensionBook {
  readonly #options: ExtensionBookOptions;
  readonly #mark: RunningMark;
  readonly #switches: readonly ExtensionSwitch[];
  readonly #entries = new Map<string, ExtensionHealth>();
  #offset = -1;
  #nextSwitch = 0;
  #offCount = 0;

  constructor(options: ExtensionBookOptions) {
    this.#options = options;
    this.#mark = options.mark ?? NO_MARK;
    this.#switches = extensionSwitches(options.kind, options.amendments ?? []);
  }

  /** Journal offset of the record that is being folded. */
  get offset(): number {
    return this.#offset;
  }

  /** The record at `offset` comes now: what amendments switch from there on is switched. */
  reach(offset: number): void {
    if (offset <= this.#offset) return;
    this.#offset = offset;
    for (;;) {
      const next = this.#switches[this.#nextSwitch];
      if (next === undefined || next.offset > offset) return;
      this.#nextSwitch += 1;
      const { id, place, isOn, reason } = next;
      this.#set(id, place, isOn ? { isOn, if: 'amendment' } : { isOn, offBy: 'amendment', lastError: reason });
    }
  }

  isOn(id: string, place: string | null): boolean {
    if (this.#offCount === 0) return true;
    return (this.#entries.get(keyOf(id, place)) ?? this.#entries.get(id))?.isOn ?? true;
  }

  /** Calls into an extension; what it throws is kept here. Calls must not be nested. */
  run<T>(id: string, place: string | null, call: () => T): T | typeof FAILED {
    this.#mark.begin(this.#options.kind, id, place, this.#offset);
    try {
      return call();
    } catch (error) {
      this.#fail(id, place, errorText(error));
      return FAILED;
    } finally {
      this.#mark.end();
    }
  }

  /** Calls what throws nothing but may never end; the same for the mark. */
  watched<T>(id: string, place: string | null, call: () => T): T {
    this.#mark.begin(this.#options.kind, id, place, this.#offset);
    try {
      return call();
    } finally {
      this.#mark.end();
    }
  }

  /** A person switches it: in one place, or everywhere (`null`). */
  switch(id: string, place: string | null, isOn: boolean, user: string): void {
    this.#set(id, place, isOn ? { isOn } : { isOn, offBy: 'person', lastError: `switched off by ${user}` });
  }

  /** Every place with a history, in the order of id and place. */
  entries(): readonly ExtensionHealth[] {
    return [...this.#entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
  }

  snapshot(): ExtensionBookSnapshot {
    return { offset: this.#offset, entries: this.entries() };
  }

  /** Null: a checkpoint of a time without bulkheads. */
  restore(snapshot: ExtensionBookSnapshot | null): void {
    this.#offset = snapshot?.offset ?? -1;
    this.#entries.clear();
    for (const entry of snapshot?.entries ?? []) this.#entries.set(keyOf(entry.id, placeOf(entry)), entry);
    this.#offCount = this.#countOff();
    const next = this.#switches.findIndex(({ offset }) => offset > this.#offset);
    this.#nextSwitch = next < 0 ? this.#switches.length : next;
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

  #change(id: string, place: string | null, { if: only, isOn, offBy = null, lastError }: SwitchTo): void {
    const before = this.#entryOf(id, place);
    if (before.isOn === isOn || (only !== undefined && before.offBy !== only)) return;
    const after = { ...before, isOn, offBy, lastError: lastError ?? before.lastError, sinceOffset: this.#offset };
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
  readonly lastError?: string;
  /** Only where it was switched off by this. */
  readonly if?: 'amendment';
}
