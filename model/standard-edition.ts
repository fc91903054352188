import type { AirPeriod, AirStandard } from './air-quality.ts';
import type { BothTexts, StandardsPack } from './standards-pack.ts';

/** One edition of a standard as a person chooses it: everything but its table. */
export interface StandardEdition
  extends Pick<StandardsPack, 'id' | 'version' | 'effectiveFrom' | 'effectiveUntil' | 'status' | 'source'> {
  readonly title: BothTexts | string;
  /** True: some of it was transcribed from memory or a secondary page. */
  readonly toCheck: boolean;
  /** Which air quality index it gives; null: none. */
  readonly air: { readonly standard: AirStandard; readonly periods: readonly AirPeriod[] } | null;
}
