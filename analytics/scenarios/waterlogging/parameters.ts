import { type Packs, packValue } from '../../standards/pack-value.ts';

/**
 * Reads all thresholds of the scenario from the packs; throws where one is missing, so that such packs are refused
 * early.
 */
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

/** The thresholds of the scenario. */
export type WaterloggingParameters = ReturnType<typeof waterloggingParameters>;

/**
 * Depth from which water endangers life: the painted mark in an underpass, elsewhere the depth at which a car floats.
 */
export const criticalDepthCm = (zoneKind: string, parameters: WaterloggingParameters): number =>
  zoneKind === 'underpass' ? parameters.criticalDepthUnderpassCm : parameters.criticalDepthCm;
