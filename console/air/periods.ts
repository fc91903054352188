import type { AirQualityIndex } from '../../model/air-quality.ts';

/** The period that is selected by default: the newest with an index, else the newest. */
export const newestOf = (items: readonly AirQualityIndex[]): AirQualityIndex | undefined =>
  items.findLast(({ index }) => index !== null) ?? items.at(-1);

/** A period that was judged by another edition than the period before it. */
export interface EditionChange {
  /** Start of the first period under the new edition, milliseconds since 1970. */
  readonly at: number;
  /** Null: no edition was in force. */
  readonly before: AirQualityIndex['standard'];
  readonly after: AirQualityIndex['standard'];
}

/** The changes of edition among periods, in order of time. */
export function editionChanges(items: readonly AirQualityIndex[]): readonly EditionChange[] {
  return items.flatMap((item, index) => {
    const before = items[index - 1]?.standard;
    const after = item.standard;
    if (before === undefined) return [];
    const isSame = before?.id === after?.id && before?.version === after?.version;
    return isSame ? [] : [{ at: item.from, before, after }];
  });
}

/** The classes that occur, the best first; with two editions a level may occur twice. */
export function classesOf(items: readonly AirQualityIndex[]): readonly NonNullable<AirQualityIndex['category']>[] {
  const found = new Map<string, NonNullable<AirQualityIndex['category']>>();
  for (const { category } of items) {
    if (category) found.set(`${category.level} ${category.title.en} ${category.colour}`, category);
  }
  return [...found.values()].sort((a, b) => a.level - b.level);
}

const ROUND_STEP = 50;

/** Upper end of the chart's scale: the highest index, up to the next 50, at least 100. */
export function scaleTop(items: readonly AirQualityIndex[]): number {
  const highest = Math.max(0, ...items.map(({ index }) => index ?? 0));
  return Math.max(2 * ROUND_STEP, Math.ceil(highest / ROUND_STEP) * ROUND_STEP);
}
