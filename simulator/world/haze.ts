import type { SiteTruth } from '../../model/ground-truth.ts';
import type { HappeningNow } from './happening-now.ts';

/** Desert dust is coarse: about a fifth of its PM10 is PM2.5. Smoke is fine: nearly all of it. */
const FINE_SHARE_OF_DUST = 0.2;
const COARSE_OF_SMOKE = 1.15;
/** A haze comes and goes within this share of its time. */
const EDGE_SHARE = 0.3;

/** What a sandstorm and fireworks add to the air of a cell; both grow and thin out. */
export function hazeAt(cellId: string, happening: HappeningNow, at: number): SiteTruth['haze'] {
  const storm = happening.find('sandstorm', at);
  const dust = storm ? storm.size * growth(storm, at) : 0;
  const fireworks = happening.find('fireworks', at);
  const smoke = fireworks ? happening.inZone('fireworks', cellId, at) * growth(fireworks, at) : 0;
  return { pm25: FINE_SHARE_OF_DUST * dust + smoke, pm10: dust + COARSE_OF_SMOKE * smoke };
}

/** From 0 to 1 and back to 0. */
function growth({ from, until }: { readonly from: number; readonly until: number }, at: number): number {
  const share = (at - from) / (until - from);
  return Math.min(1, share / EDGE_SHARE, (1 - share) / EDGE_SHARE);
}
