import type { StandardsPack } from '../../model/standards-pack.ts';
import { packValue } from '../standards/pack-value.ts';

/** The thresholds of the scenario, read from the pack all at once: a pack that misses one is refused before anything is judged. */
export const waterloggingParameters = (pack: StandardsPack) => ({
  warnDepthCm: packValue(pack, 'warnDepth'),
  criticalDepthUnderpassCm: packValue(pack, 'criticalDepthUnderpass'),
  criticalDepthCm: packValue(pack, 'criticalDepth'),
  clearDepthCm: packValue(pack, 'clearDepth'),
  criticalHysteresisCm: packValue(pack, 'criticalHysteresis'),
  watchFillPercent: packValue(pack, 'watchFill'),
  clearFillPercent: packValue(pack, 'clearFill'),
  surchargeFillPercent: packValue(pack, 'surchargeFill'),
  recentRainMm: packValue(pack, 'recentRain'),
  heavyRainMm: packValue(pack, 'heavyRain'),
  dryRainMm: packValue(pack, 'dryRain'),
  rainFreshSeconds: packValue(pack, 'rainFresh'),
  slowSpeedKmH: packValue(pack, 'slowSpeed'),
  fallingSpeedKmH: packValue(pack, 'fallingSpeed'),
  fallingRecentMinutes: packValue(pack, 'fallingRecent'),
  fallingBeforeMinutes: packValue(pack, 'fallingBefore'),
  freshnessSeconds: packValue(pack, 'freshness'),
  arrivalMaximumAgeSeconds: packValue(pack, 'arrivalMaximumAge'),
  watchHoldSeconds: packValue(pack, 'watchHold'),
  warnHoldSeconds: packValue(pack, 'warnHold'),
  criticalHoldSeconds: packValue(pack, 'criticalHold'),
  clearHoldSeconds: packValue(pack, 'clearHold'),
});

export type WaterloggingParameters = ReturnType<typeof waterloggingParameters>;

/** Depth from which water endangers life: the painted line in an underpass, elsewhere what floats a car. */
export const criticalDepthCm = (zoneKind: string, parameters: WaterloggingParameters): number =>
  zoneKind === 'underpass' ? parameters.criticalDepthUnderpassCm : parameters.criticalDepthCm;
