import type { ConditionSeen, ScenarioExplanation, Window } from '../../../model/scenario.ts';
import { type Packs, packValue } from '../../standards/pack-value.ts';
import { conditionsOf, RULES, speedLossKmH } from './conditions.ts';
import { type WaterloggingFacts, waterloggingFacts } from './facts.ts';
import { criticalDepthCm, waterloggingParameters } from './parameters.ts';

type Comparison = readonly [value: string, row: string, side: 'at-least' | 'below'];

/** What the conditions compare; a condition that is not here rests on no single value. */
const comparisonsIn = (zoneKind: string): Readonly<Record<string, Comparison>> => ({
  'rain-recent': ['rain60MinutesMm', 'recentRain', 'at-least'],
  'rain-heavy': ['rain60MinutesMm', 'heavyRain', 'at-least'],
  'drain-filling': ['drainFillPercent', 'watchFill', 'at-least'],
  'drain-surcharged': ['drainFillPercent', 'surchargeFill', 'at-least'],
  'depth-warn': ['floodDepthCm', 'warnDepth', 'at-least'],
  'depth-critical': ['floodDepthCm', zoneKind === 'underpass' ? 'criticalDepthUnderpass' : 'criticalDepth', 'at-least'],
  'traffic-slow': ['speedKmH', 'slowSpeed', 'below'],
  'traffic-falling': ['speedLossKmH', 'fallingSpeed', 'at-least'],
});

const valuesOf = (facts: WaterloggingFacts): Readonly<Record<string, number | null>> => ({
  rain60MinutesMm: facts.rain60MinutesMm,
  drainFillPercent: facts.fillPercent,
  floodDepthCm: facts.depthCm,
  speedKmH: facts.speedKmH,
  speedLossKmH: speedLossKmH(facts),
});

/** What each condition saw in a window. */
export function explainWaterlogging(window: Window, packs: Packs): ScenarioExplanation {
  const parameters = waterloggingParameters(packs);
  const facts = waterloggingFacts(window, packs, parameters);
  const values = valuesOf(facts);
  const comparisons = comparisonsIn(window.zoneKind);
  const conditions = conditionsOf(facts, parameters, criticalDepthCm(window.zoneKind, parameters));
  const seen = Object.entries(conditions).map(([name, holds]): ConditionSeen => {
    const comparison = comparisons[name];
    if (comparison === undefined) return { name, holds };
    const [value, row, side] = comparison;
    return {
      name,
      holds,
      value: { name: value, is: values[value] ?? null },
      limit: { row, is: packValue(packs, row), side },
    };
  });
  return { conditions: seen, rules: RULES };
}
