import type { AirQualityIndex, AirQualityPart } from '../../model/air-quality.ts';
import type { StandardsPack } from '../../model/standards-pack.ts';
import { packValue } from '../standards/pack-value.ts';

/**
 * The overall index (the highest of the pollutants), its category, and the primary pollutants. Throws without
 * categories.
 */
export function overallIndex(
  parts: readonly Pick<AirQualityPart, 'property' | 'index' | 'isBeyondScale'>[],
  pack: StandardsPack,
): Pick<AirQualityIndex, 'index' | 'isBeyondScale' | 'category' | 'primary'> {
  if (parts.length === 0) return { index: null, isBeyondScale: false, category: null, primary: [] };
  const index = Math.max(...parts.map((part) => part.index));
  const isNamed = index > packValue([pack], 'primaryAbove');
  return {
    index,
    isBeyondScale: parts.some((part) => part.index === index && part.isBeyondScale),
    category: categoryOf(index, pack),
    primary: isNamed ? parts.filter((part) => part.index === index).map(({ property }) => property) : [],
  };
}

function categoryOf(index: number, { id, version, table }: StandardsPack): AirQualityIndex['category'] {
  const row = table['categories'];
  if (row === undefined || !('categories' in row)) throw new Error(`standards pack ${id}@${version} has no classes`);
  const level = row.categories.findIndex(({ upTo }) => upTo === null || index <= upTo);
  const found = row.categories[level];
  return found === undefined ? null : { level: level + 1, title: found.title, colour: found.colour };
}
