import type { Property } from './property.ts';

/** The legal standing of a standard or of one of its rows. */
export type StandardStatus = 'statutory' | 'guideline' | 'local' | 'project-default';

/** A text in both languages of the page. */
export interface LocalizedText {
  readonly en: string;
  readonly zh: string;
}

/** The fields that all rows of a standard have. */
interface RowHead {
  /**
   * Clause or table of the document; for a project default, its rationale. A plain string in packs of the first format,
   * which are still in journals.
   */
  readonly source: LocalizedText | string;
  readonly status: StandardStatus;
  /** True: transcribed from memory or a secondary source, to be checked against the standard's text. */
  readonly toCheck?: boolean;
}

/** One number of a standard. */
export interface StandardNumber extends RowHead {
  readonly value: number;
  /** UCUM code. */
  readonly unit: string;
}

/** How concentrations are averaged for an hourly index. */
export type HourAveraging = 'hour-mean' | 'moving-8-h' | 'moving-24-h' | 'nowcast';
/** How concentrations are averaged for a daily index. */
export type DayAveraging = 'day-mean' | 'day-max-1-h' | 'day-max-8-h';

/** Break points of one pollutant: `concentrations[i]` has the index `indices[i]`, with linear interpolation between. */
export interface StandardBreakpoints extends RowHead {
  readonly property: Property;
  /** UCUM code of the concentrations. */
  readonly unit: string;
  readonly concentrations: readonly number[];
  readonly indices: readonly number[];
  /**
   * Absent: the break points are nodes of a continuous function (HJ 633). Present: they are the upper ends of bands (US
   * EPA); each band begins `step` in concentration, and 1 in index, above the end of the band before.
   */
  readonly step?: number;
  /**
   * Decimals that a concentration keeps before the interpolation; how it is rounded is the row `concentrationRounding`
   * (truncated where a pack has none). Absent: not rounded.
   */
  readonly decimals?: number;
  /** Name of a row that ends below the scale of the index: this one is used only beyond its last break point. */
  readonly insteadOf?: string;
  /** Index of all concentrations above the last break point. */
  readonly above: StandardNumber;
  /** Absent: the row is not used for an hourly index, or not for a daily one. */
  readonly hour?: HourAveraging;
  readonly day?: DayAveraging;
}

/** Categories of an index, the best first. */
export interface StandardCategories extends RowHead {
  readonly categories: readonly {
    /** Highest index of the category, inclusive; null: the last category is unbounded. */
    readonly upTo: number | null;
    readonly title: LocalizedText;
    /** `#rrggbb` */
    readonly colour: string;
  }[];
}

/** A rule that is not a number, e.g. how an index is rounded; the calculators define the allowed values of `choice`. */
export interface StandardChoice extends RowHead {
  readonly choice: string;
}

/** A row of a standard's table. */
export type StandardRow = StandardNumber | StandardBreakpoints | StandardCategories | StandardChoice;

/** The source of a table, and who transcribed it. */
export interface StandardSource {
  /** Number of the document, e.g. `HJ 633-2012`; null: rules of this project. */
  readonly document: string | null;
  /** Clause or table. */
  readonly clause: string;
  /** Public id or address of the text; null: none is known. */
  readonly address: string | null;
  /** A sentence for an operator: what this is, and its limitations. */
  readonly remarks: LocalizedText;
  /** One entry per independent transcription; two are required. */
  readonly transcribedBy: readonly LocalizedText[];
  /** SHA-256 of `table` as canonical JSON, in lower-case hex: detects accidental edits when the pack is loaded. */
  readonly checksum: string;
}

/** A test vector: a worked example that the pack must reproduce, or it is refused. */
export interface StandardVector {
  /** `null` in a list: a value that is missing. */
  readonly input: Readonly<Record<string, number | string | readonly (number | null)[]>>;
  readonly expected: string | number;
  readonly tolerance?: number;
  /** The source of the expected value, and who recomputed it. */
  readonly mark?: string;
}

/** One edition of a standard as versioned data: the source of all thresholds. A correction gets a new version. */
export interface StandardsPack {
  readonly id: string;
  readonly version: string;
  /** Absent in packs of the first format. */
  readonly title?: LocalizedText;
  /** Civil dates of observation, in the city's time zone, for which it is in force: [from, until); null: unbounded. */
  readonly effectiveFrom: string | null;
  readonly effectiveUntil: string | null;
  /** True: the dates were written from memory and need checking. */
  readonly datesToCheck?: boolean;
  /** A plain string in packs of the first format, which are still in journals and in evidence. */
  readonly source: StandardSource | string;
  readonly status: StandardStatus;
  readonly table: Readonly<Record<string, StandardRow>>;
  readonly vectors: readonly StandardVector[];
}

/** The unique key of an edition: `id@version`. */
export const editionKey = ({ id, version }: Pick<StandardsPack, 'id' | 'version'>): string => `${id}@${version}`;
