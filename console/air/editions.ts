import type { AirPeriod, AirQualityIndex, AirStandard } from '../../model/air-quality.ts';
import type { StandardEdition } from '../../model/standard-edition.ts';

/** Editions of a standard for an hour or a day, the newest first; the server's list has other packs as well. */
export const editionsOf = (
  editions: readonly StandardEdition[],
  standard: AirStandard,
  period: AirPeriod,
): readonly StandardEdition[] =>
  editions
    .filter(({ air }) => air?.standard === standard && air.periods.includes(period))
    .sort((a, b) => ((a.effectiveFrom ?? '') < (b.effectiveFrom ?? '') ? 1 : -1));

/** The edition that an index was computed by; undefined when the server does not list it. */
export const editionBehind = (
  editions: readonly StandardEdition[],
  { id, version }: NonNullable<AirQualityIndex['standard']>,
): StandardEdition | undefined => editions.find((each) => each.id === id && each.version === version);
