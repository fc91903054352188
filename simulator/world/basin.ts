/** Ground and drains of one low point. Water is measured in millimetres over the catchment. */
export interface BasinFacts {
  readonly catchmentSquareMetres: number;
  /** Rain that the clean drain carries without limit of time. */
  readonly drainMmPerHour: number;
  /** Capacity of the pipes before there is water on the road. */
  readonly storageMm: number;
  readonly lakeWidthMetres: number;
  /** Fall of the road towards the low point, from both sides. */
  readonly roadSlope: number;
  /** Depth at which water spills over. */
  readonly spillDepthCm: number;
}

/** Water in the pipes and on the road. */
export interface Basin {
  readonly drainMm: number;
  readonly pondMm: number;
}

export const DRY_BASIN: Basin = Object.freeze({ drainMm: 0, pondMm: 0 });

/** Runoff coefficient of sealed ground. */
const RUNOFF_SHARE = 0.9;

/**
 * One step: the drain empties (slower when nearly empty), rain is added, and what the pipes cannot hold is on the road.
 * Every line is monotonic in each of its inputs, so more rain or a worse blockage never gives less water, as long as
 * a step is short against the time that the pipes take to empty (10 s against minutes).
 */
export function stepBasin(
  basin: Basin,
  facts: BasinFacts,
  step: { readonly rainMmPerHour: number; readonly blockedShare: number; readonly seconds: number },
): Basin {
  const hours = step.seconds / 3600;
  const capacityMm = facts.drainMmPerHour * (1 - step.blockedShare) * hours;
  const drained = basin.drainMm - capacityMm * Math.min(1, (2 * basin.drainMm) / facts.storageMm);
  const water = basin.pondMm + RUNOFF_SHARE * step.rainMmPerHour * hours;
  const drainMm = Math.min(facts.storageMm, drained + water);
  const pondMm = Math.max(0, drained + water - facts.storageMm);
  return { drainMm, pondMm: Math.min(pondMm, pondAtSpillMm(facts)) };
}

/**
 * Depth in the middle of a sag: a wedge of water to both sides, volume = width x depth^2 / slope.
 */
export function pondDepthCm(pondMm: number, facts: BasinFacts): number {
  const cubicMetres = (pondMm / 1000) * facts.catchmentSquareMetres;
  return 100 * Math.sqrt((cubicMetres * facts.roadSlope) / facts.lakeWidthMetres);
}

/** How full the pipes are, 0 to 1. */
export function drainFill(basin: Basin, facts: BasinFacts): number {
  return basin.drainMm / facts.storageMm;
}

function pondAtSpillMm(facts: BasinFacts): number {
  const depthMetres = facts.spillDepthCm / 100;
  const cubicMetres = (facts.lakeWidthMetres * depthMetres * depthMetres) / facts.roadSlope;
  return (1000 * cubicMetres) / facts.catchmentSquareMetres;
}
