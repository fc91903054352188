/** Kinds of extension that can be switched. A calculator is off with the scenario or pack that calls it. */
export const SWITCHED_KINDS = ['scenario', 'dialect'] as const;
export type SwitchedKind = (typeof SWITCHED_KINDS)[number];

/** One extension in one place: a scenario in a zone, or a dialect for a device; both ids null: everywhere. */
export interface ExtensionTarget {
  readonly kind: SwitchedKind;
  readonly id: string;
  readonly zoneId: string | null;
  readonly deviceId: string | null;
}

/**
 * Whether an extension is on in one place, and its last error. A standards pack cannot be switched: it is on exactly
 * while it reproduces its own test vectors.
 */
export interface ExtensionHealth extends Omit<ExtensionTarget, 'kind'> {
  readonly kind: SwitchedKind | 'pack' | 'calculator' | 'sink';
  readonly isOn: boolean;
  /** Message of the last error, or the reason why it was switched off; null: none yet. */
  readonly lastError: string | null;
  /** Number of calls that threw. */
  readonly failures: number;
  /** The cause of its being off; null while it is on. */
  readonly offBy: 'failure' | 'amendment' | 'person' | null;
  /** The person or part of Citynerve that switched it off; null while it is on, and where it failed by itself. */
  readonly user: string | null;
  /** Journal offset of the last switch; null: never switched. */
  readonly sinceOffset: number | null;
}

/** A scenario that is currently off in a zone. */
export interface NotWatched {
  readonly scenarioId: string;
  readonly zoneId: string;
}

/** Called with each call that threw and what it threw, for a log. It must not change what the fold makes of it. */
export type FailureListener = (failed: ExtensionTarget & { readonly offset: number }, error: unknown) => void;

/**
 * Called at the begin and end of each call to an extension, so that a watchdog thread can find a call that hangs. Runs
 * once per message or evaluation and must therefore be cheap.
 */
export interface RunningMark {
  begin(target: SwitchedKind, id: string, place: string | null, offset: number): void;
  end(): void;
}

/** Does nothing: for replays, which no watchdog observes. */
export const NO_MARK: RunningMark = { begin() {}, end() {} };

/** The zone or device id of the target; null: everywhere. */
export const placeOf = ({ zoneId, deviceId }: Omit<ExtensionTarget, 'kind' | 'id'>): string | null =>
  zoneId ?? deviceId;

/** The target for an extension of this kind in this place (zone id of a scenario, device id of a dialect). */
export const targetOf = (kind: SwitchedKind, id: string, place: string | null): ExtensionTarget => ({
  kind,
  id,
  zoneId: kind === 'scenario' ? place : null,
  deviceId: kind === 'dialect' ? place : null,
});

const MAX_ERROR_CHARACTERS = 200;

/** The message of a thrown value, cut to 200 characters; without the stack, which differs between machines. */
export function errorText(error: unknown): string {
  const text =
    error instanceof Error ? error.message : typeof error === 'string' ? error : 'an error without a message';
  return text.slice(0, MAX_ERROR_CHARACTERS);
}
