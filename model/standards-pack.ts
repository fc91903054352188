export type StandardStatus = 'statutory' | 'guideline' | 'local' | 'project-default';

/** One number of a standard, with its unit and where it stands. */
export interface StandardRow {
  readonly value: number;
  /** UCUM code. */
  readonly unit: string;
  /** Document and clause; for a project default, the reason. */
  readonly source: string;
  readonly status: StandardStatus;
  /** True: transcribed from memory or a secondary page, to be checked against the text. */
  readonly toCheck?: boolean;
}

/** A worked example that the pack must reproduce before it loads. */
export interface StandardVector {
  readonly input: Readonly<Record<string, number | readonly number[]>>;
  readonly expected: string | number;
  readonly tolerance?: number;
}

/** A standard's edition as versioned data; no threshold lives in code. */
export interface StandardsPack {
  readonly id: string;
  readonly version: string;
  /** Local civil dates of the observation, half-open [from, until); null is open. */
  readonly effectiveFrom: string | null;
  readonly effectiveUntil: string | null;
  readonly source: string;
  readonly status: StandardStatus;
  readonly table: Readonly<Record<string, StandardRow>>;
  readonly vectors: readonly StandardVector[];
}
