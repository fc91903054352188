import type { AirPeriod, AirQualityIndex, AirStandard } from '../../model/air-quality.ts';
import type { StandardEdition } from '../../model/standard-edition.ts';

/** Editions that judge an hour or a day of air under a standard, the newest first; the server keeps others beside them. */
export const editionsOf = (
  editions: readonly StandardEdition[],
  standard: AirStandard,
  period: AirPeriod,
): readonly StandardEdition[] =>
  editions
    .filter(({ air }) => air?.standard === standard && air.periods.includes(period))
    .sort((a, b) => ((a.effectiveFrom ?? '') < (b.effectiveFrom ?? '') ? 1 : -1));

/** The full description of the edition that an index was computed under; undefined when the server does not list it. */
export const editionBehind = (
  editions: readonly StandardEdition[],
  { id, version }: NonNullable<AirQualityIndex['standard']>,
): StandardEdition | undefined => editions.find((each) => each.id === id && each.version === version);
