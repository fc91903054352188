import type { Severity } from '../../../model/scenario.ts';
import { roundSignificant } from '../../round-significant.ts';
import type { WaterloggingFacts } from './facts.ts';
import type { WaterloggingParameters } from './parameters.ts';

/** All conditions by name, in the order in which a verdict lists those that hold. */
export function conditionsOf(facts: WaterloggingFacts, parameters: WaterloggingParameters, criticalCm: number) {
  const rain = facts.rain60MinutesMm ?? 0;
  const isRaining = rain >= parameters.dryRainMm;
  const { speedKmH } = facts;
  return {
    'rain-signal-yellow': facts.signal === 'yellow' && isRaining,
    'rain-signal-orange': facts.signal === 'orange' && isRaining,
    'rain-signal-red': facts.signal === 'red' && isRaining,
    'rain-recent': rain >= parameters.recentRainMm,
    'rain-heavy': rain >= parameters.heavyRainMm,
    'drain-filling': facts.fillPercent !== null && facts.fillPercent >= parameters.watchFillPercent,
    'drain-surcharged': facts.fillPercent !== null && facts.fillPercent >= parameters.surchargeFillPercent,
    'depth-warn': facts.depthCm !== null && facts.depthCm >= parameters.warnDepthCm,
    'depth-critical': facts.depthCm !== null && facts.depthCm >= criticalCm,
    'depth-unknown': facts.depthCm === null,
    'traffic-slow': speedKmH !== null && speedKmH < parameters.slowSpeedKmH,
    'traffic-falling': (speedLossKmH(facts) ?? 0) >= parameters.fallingSpeedKmH,
  };
}

/** The conditions by name. */
export type Conditions = ReturnType<typeof conditionsOf>;

/** By how much traffic became slower; null: not known. */
export const speedLossKmH = ({ speedKmH, speedBeforeKmH }: WaterloggingFacts): number | null =>
  speedKmH === null || speedBeforeKmH === null ? null : roundSignificant(speedBeforeKmH - speedKmH);

/**
 * For each severity, the sets of conditions that lead to it. Water on the road counts together with rain or a full
 * drain; where its depth is not known, traffic, rain and drain stand for it.
 */
export const RULES: Readonly<Record<Severity, readonly (readonly (keyof Conditions)[])[]>> = {
  critical: [
    ['rain-recent', 'depth-critical'],
    ['drain-surcharged', 'depth-critical'],
    ['rain-recent', 'depth-warn', 'traffic-slow', 'traffic-falling'],
    ['drain-surcharged', 'depth-warn', 'traffic-slow', 'traffic-falling'],
  ],
  warn: [
    ['rain-recent', 'depth-warn'],
    ['drain-surcharged', 'depth-warn'],
    ['depth-unknown', 'traffic-slow', 'rain-heavy', 'drain-surcharged'],
  ],
  watch: [['rain-signal-yellow'], ['rain-signal-orange'], ['rain-signal-red'], ['drain-filling']],
};
