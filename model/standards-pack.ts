import type { Property } from './property.ts';

export type StandardStatus = 'statutory' | 'guideline' | 'local' | 'project-default';

/** A text that a person reads, in both languages of the page. */
export interface BothTexts {
  readonly en: string;
  readonly zh: string;
}

/** What every row of a standard says about itself. */
interface RowHead {
  /** Clause or table of the document; for a project default, the reason. One text alone: the first form of packs, still in journals. */
  readonly source: BothTexts | string;
  readonly status: StandardStatus;
  /** True: transcribed from memory or a secondary page, to be checked against the text. */
  readonly toCheck?: boolean;
}

/** One number of a standard. */
export interface StandardNumber extends RowHead {
  readonly value: number;
  /** UCUM code. */
  readonly unit: string;
}

/** How a concentration is averaged before an index is read off for one hour, or for one day. */
export type HourAveraging = 'hour-mean' | 'moving-8-h' | 'moving-24-h' | 'nowcast';
export type DayAveraging = 'day-mean' | 'day-max-1-h' | 'day-max-8-h';

/** Break points of one pollutant: `indices[i]` belongs to `concentrations[i]`; between them the index is interpolated. */
export interface StandardBreakpoints extends RowHead {
  readonly property: Property;
  /** UCUM code of the concentrations. */
  readonly unit: string;
  readonly concentrations: readonly number[];
  readonly indices: readonly number[];
  /** Absent: nodes that follow without a gap. Else bands: each begins this much, and one index, above the end of the one before. */
  readonly step?: number;
  /** Concentrations are cut to so many decimals before they are interpolated; absent: taken as they are. */
  readonly decimals?: number;
  /** Index of every concentration beyond the last node. */
  readonly above: StandardNumber;
  /** Absent: this row has no part in an hourly, or in a daily index. */
  readonly hour?: HourAveraging;
  readonly day?: DayAveraging;
}

/** Classes of an index, the best first. */
export interface StandardCategories extends RowHead {
  readonly categories: readonly {
    /** Highest index of the class, inclusive; null: the last class has no end. */
    readonly upTo: number | null;
    readonly title: BothTexts;
    /** `#rrggbb` */
    readonly colour: string;
  }[];
}

/** A rule that is no number, e.g. how an index is rounded; calculators know the words that they take. */
export interface StandardChoice extends RowHead {
  readonly choice: string;
}

export type StandardRow = StandardNumber | StandardBreakpoints | StandardCategories | StandardChoice;

/** Where a table comes from, and who copied it. */
export interface StandardSource {
  /** Number of the document; null: rules of this project. */
  readonly document: string | null;
  /** Clause or table. */
  readonly clause: string;
  /** Public id or address of the text; null where none was seen. */
  readonly address: string | null;
  /** A sentence for a person: what this is and what is to be kept in mind. */
  readonly remarks: BothTexts;
  /** One line per transcription; two that were made independently. */
  readonly transcribedBy: readonly BothTexts[];
  /** Lower-case hex SHA-256 of the canonical text of `table`: an accidental edit is caught when the pack loads. */
  readonly checksum: string;
}

/** A worked example that the pack must reproduce before it loads. */
export interface StandardVector {
  /** `null` in a list: a value that is missing. */
  readonly input: Readonly<Record<string, number | string | readonly (number | null)[]>>;
  readonly expected: string | number;
  readonly tolerance?: number;
  /** Where the expected value comes from, and who computed it again. */
  readonly mark?: string;
}

/** One edition of a standard as versioned data; no threshold lives in code. A correction raises the version, it never edits in place. */
export interface StandardsPack {
  readonly id: string;
  readonly version: string;
  /** Absent in the first form of packs. */
  readonly title?: BothTexts;
  /** Local civil dates of the observation, half-open [from, until); null is open. */
  readonly effectiveFrom: string | null;
  readonly effectiveUntil: string | null;
  /** True: the dates are from memory, to be checked. */
  readonly datesToCheck?: boolean;
  /** One text alone: the first form of packs, still in journals and in evidence. */
  readonly source: StandardSource | string;
  readonly status: StandardStatus;
  readonly table: Readonly<Record<string, StandardRow>>;
  readonly vectors: readonly StandardVector[];
}

/** One edition among all that are known. */
export const editionKey = ({ id, version }: Pick<StandardsPack, 'id' | 'version'>): string => `${id}@${version}`;
