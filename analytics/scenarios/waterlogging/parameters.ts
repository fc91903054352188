import { type Packs, packValue } from '../../standards/pack-value.ts';

/** The thresholds of the scenario, read from the packs all at once: packs that miss one are refused before anything is judged. */
export const waterloggingParameters = (packs: Packs) => ({
  warnDepthCm: packValue(packs, 'warnDepth'),
  criticalDepthUnderpassCm: packValue(packs, 'criticalDepthUnderpass'),
  criticalDepthCm: packValue(packs, 'criticalDepth'),
  clearDepthCm: packValue(packs, 'clearDepth'),
  criticalHysteresisCm: packValue(packs, 'criticalHysteresis'),
  watchFillPercent: packValue(packs, 'watchFill'),
  clearFillPercent: packValue(packs, 'clearFill'),
  surchargeFillPercent: packValue(packs, 'surchargeFill'),
  recentRainMm: packValue(packs, 'recentRain'),
  heavyRainMm: packValue(packs, 'heavyRain'),
  dryRainMm: packValue(packs, 'dryRain'),
  rainFreshSeconds: packValue(packs, 'rainFresh'),
  slowSpeedKmH: packValue(packs, 'slowSpeed'),
  fallingSpeedKmH: packValue(packs, 'fallingSpeed'),
  fallingRecentMinutes: packValue(packs, 'fallingRecent'),
  fallingBeforeMinutes: packValue(packs, 'fallingBefore'),
  freshnessSeconds: packValue(packs, 'freshness'),
  arrivalMaximumAgeSeconds: packValue(packs, 'arrivalMaximumAge'),
  watchHoldSeconds: packValue(packs, 'watchHold'),
  warnHoldSeconds: packValue(packs, 'warnHold'),
  criticalHoldSeconds: packValue(packs, 'criticalHold'),
  clearHoldSeconds: packValue(packs, 'clearHold'),
});

export type WaterloggingParameters = ReturnType<typeof waterloggingParameters>;

/** Depth from which water endangers life: the painted line in an underpass, elsewhere what floats a car. */
export const criticalDepthCm = (zoneKind: string, parameters: WaterloggingParameters): number =>
  zoneKind === 'underpass' ? parameters.criticalDepthUnderpassCm : parameters.criticalDepthCm;
