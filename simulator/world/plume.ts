import type { WindTruth } from '../../model/ground-truth.ts';

/** Half-width and height of the cloud over a building site of about four hectares, metres. */
const SITE_WIDTH_METRES = 45;
const SITE_HEIGHT_METRES = 6;
/** The formula has no answer for a calm. */
const LEAST_WIND_METRES_PER_SECOND = 0.5;

/**
 * Concentration in ug/m3 at a point on the ground, from a source of `gramsPerSecond` on the ground: a Gaussian plume
 * with the dispersion of a city in neutral air (Briggs 1973, class D, urban), which begins with the size of the site.
 * The receptor lies `eastMetres` and `northMetres` from the source. Nothing is upwind.
 */
export function plumeUgPerM3(
  gramsPerSecond: number,
  wind: WindTruth,
  { eastMetres, northMetres }: { readonly eastMetres: number; readonly northMetres: number },
): number {
  const towards = ((wind.fromDegrees + 180) * Math.PI) / 180;
  const downwind = eastMetres * Math.sin(towards) + northMetres * Math.cos(towards);
  if (gramsPerSecond <= 0 || downwind <= 0) return 0;
  const across = eastMetres * Math.cos(towards) - northMetres * Math.sin(towards);
  const width = Math.hypot(SITE_WIDTH_METRES, (0.16 * downwind) / Math.sqrt(1 + 0.0004 * downwind));
  const height = Math.hypot(SITE_HEIGHT_METRES, (0.14 * downwind) / Math.sqrt(1 + 0.0003 * downwind));
  const speed = Math.max(LEAST_WIND_METRES_PER_SECOND, wind.metresPerSecond);
  const aside = Math.exp(-(across * across) / (2 * width * width));
  return (1e6 * gramsPerSecond * aside) / (Math.PI * width * height * speed);
}
