/** Extensions that can be switched. Calculators run inside of scenarios and packs, and count as part of whichever asked them. */
export const SWITCHED_KINDS = ['scenario', 'dialect'] as const;
export type SwitchedKind = (typeof SWITCHED_KINDS)[number];

/** One extension in one place: a scenario in a zone, a dialect for a device; both null: everywhere. */
export interface ExtensionTarget {
  readonly kind: SwitchedKind;
  readonly id: string;
  readonly zoneId: string | null;
  readonly deviceId: string | null;
}

/** Whether an extension does its work in one place, and what went wrong last. Standards packs are on or off by their own vectors. */
export interface ExtensionHealth extends Omit<ExtensionTarget, 'kind'> {
  readonly kind: SwitchedKind | 'pack';
  readonly isOn: boolean;
  /** Message of the last error, or why it was switched off; null: none yet. */
  readonly lastError: string | null;
  /** How often it has thrown. */
  readonly failures: number;
  /** Who switched it off; null while it is on. */
  readonly offBy: 'failure' | 'amendment' | 'person' | null;
  /** Journal offset since which it is on or off like this; null: since the beginning. */
  readonly sinceOffset: number | null;
}

/** A scenario that watches nothing in a zone at present. */
export interface NotWatched {
  readonly scenarioId: string;
  readonly zoneId: string;
}

/** Told when an extension begins and ends to run, so that somebody outside can find one that never ends. Must be cheap. */
export interface RunningMark {
  begin(target: SwitchedKind, id: string, place: string | null, offset: number): void;
  end(): void;
}

/** Nobody looks on: the mark of a replay. */
export const NO_MARK: RunningMark = { begin() {}, end() {} };

/** The zone or the device. */
export const placeOf = ({ zoneId, deviceId }: Omit<ExtensionTarget, 'kind' | 'id'>): string | null =>
  zoneId ?? deviceId;

/** What an extension of this kind in this place is called as a whole. */
export const targetOf = (kind: SwitchedKind, id: string, place: string | null): ExtensionTarget => ({
  kind,
  id,
  zoneId: kind === 'scenario' ? place : null,
  deviceId: kind === 'dialect' ? place : null,
});

const LONGEST_ERROR = 200;

/** The message of whatever was thrown, cut to 200 characters: never a stack, which differs between machines. */
export function errorText(error: unknown): string {
  const text =
    error instanceof Error ? error.message : typeof error === 'string' ? error : 'an error without a message';
  return text.slice(0, LONGEST_ERROR);
}
