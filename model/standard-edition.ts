import type { AirPeriod, AirStandard } from './air-quality.ts';
import type { LocalizedText, StandardsPack } from './standards-pack.ts';

/** One edition of a standard without its table, for selection by a person. */
export interface StandardEdition
  extends Pick<StandardsPack, 'id' | 'version' | 'effectiveFrom' | 'effectiveUntil' | 'status' | 'source'> {
  readonly title: LocalizedText | string;
  /** True: some rows were transcribed from memory or a secondary source and need checking. */
  readonly toCheck: boolean;
  /** The air quality index that it defines; null: none. */
  readonly air: { readonly standard: AirStandard; readonly periods: readonly AirPeriod[] } | null;
}
