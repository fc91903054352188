import type { AirQualityIndex, AirStandard } from '../../model/air-quality.ts';
import type { StandardEdition } from '../live/api-types.ts';

/** What the id of a pack about air has in it. */
const ABOUT_AIR = /\b(air|aqi)\b/;

/** Editions that judge the air under a standard, the newest first; the server keeps packs of other things beside them. */
export const editionsOf = (editions: readonly StandardEdition[], standard: AirStandard): readonly StandardEdition[] =>
  editions
    .filter(({ id }) => id.startsWith(`${standard}-`) && ABOUT_AIR.test(id))
    .sort((a, b) => ((a.effectiveFrom ?? '') < (b.effectiveFrom ?? '') ? 1 : -1));

/** The full description of the edition that an index was computed under; undefined when the server does not list it. */
export const editionBehind = (
  editions: readonly StandardEdition[],
  { id, version }: NonNullable<AirQualityIndex['standard']>,
): StandardEdition | undefined => editions.find((each) => each.id === id && each.version === version);
