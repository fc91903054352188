import type { Reading } from '../../../model/reading.ts';
import {
  type HoldTimes,
  type Scenario,
  SEVERITIES,
  type Severity,
  type Verdict,
  type Window,
} from '../../../model/scenario.ts';
import { roundSignificant } from '../../round-significant.ts';
import { maxSeverity } from '../../severity-rank.ts';
import type { Packs } from '../../standards/pack-value.ts';
import { type Conditions, conditionsOf, RULES } from './conditions.ts';
import { explainWaterlogging } from './explain.ts';
import { type WaterloggingFacts, waterloggingFacts } from './facts.ts';
import { debrisFactor, hazardRating } from './hazard-rating.ts';
import { criticalDepthCm, type WaterloggingParameters, waterloggingParameters } from './parameters.ts';
import { trimWaterlogging } from './trim.ts';

/**
 * Urban waterlogging, from rain, drains, road depth and traffic together. Water on the road alone raises no warning in
 * this lane, because a faulty gauge, street washing and a burst main look the same.
 */
export const WATERLOGGING_SCENARIO: Scenario = {
  id: 'waterlogging',
  version: '1',
  title: { en: 'Waterlogging', zh: '暴雨内涝' },
  needs: ['rain.depth', 'drain.fill', 'road.flood_depth', 'traffic.speed'],
  zoneKinds: ['cell', 'underpass'],
  windowSeconds: 6 * 3600,
  lookBackSeconds: { 'drain.fill': 3600, 'road.flood_depth': 3600, 'traffic.speed': 66 * 60 },
  readingsSeconds: { 'road.flood_depth': 900 },
  everySeconds: 60,
  standards: ['cn-waterlogging', 'cn-cma-rain-signals'],
  evaluate,
  evaluateArrival,
  arrivalNeeds: ['road.flood_depth'],
  trim: trimWaterlogging,
  explain: explainWaterlogging,
  holds,
};

function evaluate(window: Window, packs: Packs): Verdict {
  const parameters = waterloggingParameters(packs);
  const facts = waterloggingFacts(window, packs, parameters);
  const criticalCm = criticalDepthCm(window.zoneKind, parameters);
  const conditions = conditionsOf(facts, parameters, criticalCm);
  const severity = severityOf(conditions);
  const keeps = maxSeverity(severity, keptBy(facts, conditions, parameters, criticalCm));
  return {
    severity,
    isClear: keeps === null,
    keeps,
    values: valuesOf(facts, packs),
    because: Object.entries(conditions)
      .filter(([, holds]) => holds)
      .map(([name]) => name),
  };
}

/** The gravest severity of which one set of conditions holds as a whole. */
const severityOf = (is: Conditions): Severity | null =>
  SEVERITIES.findLast((severity) => RULES[severity].some((set) => set.every((name) => is[name]))) ?? null;

/** The hysteresis: the highest severity whose clear condition does not hold. Unknown inputs keep any severity. */
function keptBy(
  facts: WaterloggingFacts,
  is: Conditions,
  parameters: WaterloggingParameters,
  criticalCm: number,
): Severity | null {
  if (facts.isDepthLost || (is['depth-warn'] && is['traffic-slow'])) return 'critical';
  if (facts.depthCm !== null && facts.depthCm >= criticalCm - parameters.criticalHysteresisCm) return 'critical';
  if (facts.depthCm !== null && facts.depthCm >= parameters.clearDepthCm) return 'warn';
  if (is['depth-unknown'] && is['traffic-slow'] && is['drain-surcharged']) return 'warn';
  const isRaining = facts.rain60MinutesMm !== null && facts.rain60MinutesMm >= parameters.dryRainMm;
  const isDrainHigh = facts.fillPercent !== null && facts.fillPercent >= parameters.clearFillPercent;
  if (isRaining || isDrainHigh) return 'watch';
  return facts.rain60MinutesMm === null && facts.fillPercent === null ? 'critical' : null;
}

/** The values that explain the verdict; unknown ones are absent. */
function valuesOf(facts: WaterloggingFacts, packs: Packs): Record<string, number> {
  const depthMetres = facts.depthCm === null ? null : facts.depthCm / 100;
  const named: Record<string, number | null> = {
    rain60MinutesMm: facts.rain60MinutesMm,
    rain180MinutesMm: facts.rain180MinutesMm,
    rain360MinutesMm: facts.rain360MinutesMm,
    drainFillPercent: facts.fillPercent,
    floodDepthCm: facts.depthCm,
    standingWaterHazardRating: depthMetres && hazardRating(depthMetres, 0, debrisFactor(depthMetres, packs)),
    speedKmH: facts.speedKmH,
    speedBeforeKmH: facts.speedBeforeKmH,
  };
  return Object.fromEntries(Object.entries(named).filter((entry): entry is [string, number] => entry[1] !== null));
}

/** Critical on one good and fresh depth reading above the limit; clear below the clear level. */
function evaluateArrival(reading: Reading, zoneKind: string, packs: Packs): Verdict | null {
  if (reading.property !== 'road.flood_depth' || reading.quality.level !== 'good') return null;
  const parameters = waterloggingParameters(packs);
  const depthCm = roundSignificant(reading.value);
  // While city time is not known, nor is its age: better an alert too many.
  const isAgeKnown = !reading.quality.reasons.includes('clock-held');
  const ageMillis = isAgeKnown ? reading.receivedAt - reading.observedAt : 0;
  const isFresh = ageMillis <= parameters.arrivalMaximumAgeSeconds * 1000;
  const isCritical = isFresh && depthCm >= criticalDepthCm(zoneKind, parameters);
  const isClear = depthCm < parameters.clearDepthCm;
  return {
    severity: isCritical ? 'critical' : null,
    isClear,
    values: { floodDepthCm: depthCm },
    because: isCritical ? ['depth-critical'] : [],
  };
}

function holds(packs: Packs): HoldTimes {
  const parameters = waterloggingParameters(packs);
  return {
    onSeconds: {
      watch: parameters.watchHoldSeconds,
      warn: parameters.warnHoldSeconds,
      critical: parameters.criticalHoldSeconds,
    },
    offSeconds: parameters.clearHoldSeconds,
  };
}
