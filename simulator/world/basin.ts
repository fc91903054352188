/** Ground and pipes of one low point. Volumes in cubic metres, flows in cubic metres an hour. */
export interface BasinFacts {
  readonly catchmentSquareMetres: number;
  /** What the clean pipe carries away by its own fall into a low outlet. */
  readonly gravityM3PerHour: number;
  /** What the gullies of the road take in. */
  readonly inletM3PerHour: number;
  /** Volume of the pipes (and of the sump, where there are pumps). */
  readonly storageM3: number;
  readonly lakeWidthMetres: number;
  /** Fall of the road towards the low point, from both sides. */
  readonly roadSlope: number;
  /** Depth at which water spills over, to the next low point. */
  readonly spillDepthCm: number;
}

/** Water in the pipes and on the road. */
export interface Basin {
  readonly drainM3: number;
  readonly pondM3: number;
}

export const DRY_BASIN: Basin = Object.freeze({ drainM3: 0, pondM3: 0 });

/** What acts on a basin in one step. */
export interface BasinStep {
  readonly rainMmPerHour: number;
  /** Water from elsewhere onto its road: the spill of the place upstream, a burst main. */
  readonly inflowM3: number;
  /** Water that the pumps lift out of the pipes, at most. */
  readonly pumpedM3: number;
  /** Flow by gravity as a share of the clean pipe's; negative where the tide pushes water back into the pipe. */
  readonly gravityShare: number;
  /** Lost share of the gullies. */
  readonly blockedInletShare: number;
  readonly seconds: number;
}

/** A step's result, and where its water went: in = out + spilled + growth of what it holds. */
export interface BasinOutcome {
  readonly basin: Basin;
  readonly rainM3: number;
  /** Out by pipe and pumps; negative: the tide brought more. */
  readonly drainedM3: number;
  readonly spilledM3: number;
}

/** Runoff coefficient of sealed ground (GB 50014: 0.85 to 0.95 for roofs and asphalt). */
const RUNOFF_SHARE = 0.9;

/**
 * One step: pipe and pumps empty the drain (the pipe slower when nearly empty), the gullies take in what is on the
 * road, the road holds the rest, and what stands above its edge spills over. No water is made or lost.
 */
export function stepBasin(basin: Basin, facts: BasinFacts, step: BasinStep): BasinOutcome {
  const hours = step.seconds / 3600;
  const rainM3 = (RUNOFF_SHARE * step.rainMmPerHour * hours * facts.catchmentSquareMetres) / 1000;
  const byGravity = facts.gravityM3PerHour * hours * step.gravityShare;
  const slowed = byGravity > 0 ? byGravity * Math.min(1, (2 * basin.drainM3) / facts.storageM3) : byGravity;
  const drainedM3 = Math.min(basin.drainM3, slowed + step.pumpedM3);
  const left = basin.drainM3 - drainedM3;
  const onRoad = basin.pondM3 + rainM3 + step.inflowM3;
  const inlet = facts.inletM3PerHour * hours * (1 - step.blockedInletShare);
  const entering = Math.max(0, Math.min(onRoad, inlet, facts.storageM3 - left));
  // A pipe that the tide fills beyond its volume comes up through the gullies.
  const surcharge = Math.max(0, left - facts.storageM3);
  const pond = onRoad - entering + surcharge;
  const spilledM3 = Math.max(0, pond - pondAtSpillM3(facts));
  return {
    basin: { drainM3: left + entering - surcharge, pondM3: pond - spilledM3 },
    rainM3,
    drainedM3,
    spilledM3,
  };
}

/** Depth in the middle of a sag: a wedge of water to both sides, volume = width x depth^2 / slope. */
export function pondDepthCm({ pondM3 }: Basin, facts: BasinFacts): number {
  return 100 * Math.sqrt((pondM3 * facts.roadSlope) / facts.lakeWidthMetres);
}

/** How full the pipes are, 0 to 1. */
export function drainFill(basin: Basin, facts: BasinFacts): number {
  return basin.drainM3 / facts.storageM3;
}

function pondAtSpillM3(facts: BasinFacts): number {
  const depthMetres = facts.spillDepthCm / 100;
  return (facts.lakeWidthMetres * depthMetres * depthMetres) / facts.roadSlope;
}
