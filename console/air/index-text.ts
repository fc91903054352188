import type { AirQualityIndex } from '../../model/air-quality.ts';

/** An index as people read it: `118`; `>500` beyond the scale, where the standard defines none; `–` without one. */
export function indexText({ index, isBeyondScale }: Pick<AirQualityIndex, 'index' | 'isBeyondScale'>): string {
  if (index === null) return '–';
  return isBeyondScale ? `>${index}` : String(index);
}
