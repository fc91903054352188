import type { TransformerTruth } from '../../model/ground-truth.ts';
import { createRandom } from '../random.ts';

/** Where a transformer stands; its id is that of what monitors it. */
export interface TransformerPlace {
  readonly id: string;
  readonly zoneId: string;
}

/** What differs from one transformer to the next. Temperatures are rises at rated current, kelvin. */
export interface TransformerFacts extends TransformerPlace {
  /** Its load as a multiple of that of a typical one. */
  readonly burden: number;
  readonly topOilRise: number;
  readonly hotSpotRise: number;
  /** Load losses as a multiple of those without load. */
  readonly lossRatio: number;
  readonly oilSeconds: number;
}

/** Transformers seeded by their id: no two are quite the type that IEC 60076-7 tabulates. */
export function surveyTransformers(seed: number, places: readonly TransformerPlace[]): readonly TransformerFacts[] {
  return places.map((place) => {
    const random = createRandom(seed, 'transformer', place.id);
    const near = (value: number) => value * random.between(0.92, 1.08);
    return {
      ...place,
      burden: random.between(0.8, 1.12),
      topOilRise: near(55),
      hotSpotRise: near(23),
      lossRatio: near(5),
      oilSeconds: near(180 * 60),
    };
  });
}

/** Exponents and the winding's time constant of a naturally cooled distribution transformer (IEC 60076-7, ONAN). */
const OIL_EXPONENT = 0.8;
const WINDING_EXPONENT = 1.6;
const WINDING_SECONDS = 4 * 60;

/** Load in percent of a typical transformer: the daily course, and cooling above 24 degrees. */
export function dailyLoadPercent(hourOfDay: number, airCelsius: number): number {
  const evening = Math.exp(-((hourOfDay - 20) * (hourOfDay - 20)) / 8);
  const working = Math.exp(-((hourOfDay - 13) * (hourOfDay - 13)) / 18);
  return 32 + 14 * working + 18 * evening + 2.8 * Math.max(0, airCelsius - 24);
}

/**
 * One step of the thermal model of IEC 60076-7 (first order): oil and winding move towards what the load and the air
 * would bring in the long run. Without a state before, they are there already.
 */
export function stepTransformer(
  before: TransformerTruth | null,
  facts: TransformerFacts,
  now: { readonly loadPercent: number; readonly airCelsius: number; readonly seconds: number },
): TransformerTruth {
  const load = now.loadPercent / 100;
  const losses = (1 + facts.lossRatio * load * load) / (1 + facts.lossRatio);
  const oilGoal = now.airCelsius + facts.topOilRise * losses ** OIL_EXPONENT;
  const windingGoal = facts.hotSpotRise * load ** WINDING_EXPONENT;
  const near = (value: number, goal: number, seconds: number) =>
    value + (goal - value) * (1 - Math.exp(-now.seconds / seconds));
  const oil = before ? near(before.topOilCelsius, oilGoal, facts.oilSeconds) : oilGoal;
  const winding = before
    ? near(before.hotSpotCelsius - before.topOilCelsius, windingGoal, WINDING_SECONDS)
    : windingGoal;
  return { loadPercent: now.loadPercent, topOilCelsius: oil, hotSpotCelsius: oil + winding };
}
