import { type Basin, type BasinOutcome, DRY_BASIN, drainFill, pondDepthCm, stepBasin } from './basin.ts';
import { type PumpTroubles, runPumps } from './pumps.ts';
import type { Site } from './site.ts';
import { gravityShare } from './tide.ts';

/** What acts on the drains of one site in one step. */
export interface DrainageStep extends PumpTroubles {
  readonly rainMmPerHour: number;
  /** From a burst main, onto the road. */
  readonly burstM3PerHour: number;
  /** Lost share of the way out: pipe and pumps. */
  readonly blockedShare: number;
  readonly blockedInletShare: number;
  readonly seaMetres: number;
  readonly seconds: number;
}

/** The water at one site after a step, and where it went. */
export interface DrainedSite extends BasinOutcome {
  readonly depthCm: number;
  /** Fill of the pipes, 0 to 1. */
  readonly fill: number;
  readonly pumpKilowatts: number;
  /** What came from the place upstream in this step. */
  readonly fromUpstreamM3: number;
}

/** The low points of a city, where each spills into the next. */
export interface Drainage {
  /** One step of one site. Sites must be stepped in the order of the survey, so that a spill arrives at once. */
  step(site: Site, step: DrainageStep): DrainedSite;
}

/** All basins dry. */
export function createDrainage(): Drainage {
  const basins = new Map<string, Basin>();
  const running = new Map<string, number>();
  const arriving = new Map<string, number>();
  return {
    step(site, step) {
      const { zoneId } = site;
      const hours = step.seconds / 3600;
      const before = basins.get(zoneId) ?? DRY_BASIN;
      const fillBefore = drainFill(before, site.basin);
      const open = 1 - step.blockedShare;
      const pumps = site.pumps && runPumps(site.pumps, fillBefore, running.get(zoneId) ?? 0, step);
      if (pumps) running.set(zoneId, pumps.running);
      const fromUpstreamM3 = arriving.get(zoneId) ?? 0;
      arriving.delete(zoneId);
      const outcome = stepBasin(before, site.basin, {
        rainMmPerHour: step.rainMmPerHour,
        inflowM3: fromUpstreamM3 + step.burstM3PerHour * hours,
        pumpedM3: (pumps?.m3PerHour ?? 0) * open * hours,
        gravityShare: open * gravityShare(site.outlet, { seaMetres: step.seaMetres, drainFill: fillBefore }),
        blockedInletShare: step.blockedInletShare,
        seconds: step.seconds,
      });
      basins.set(zoneId, outcome.basin);
      if (site.spillsInto !== null && outcome.spilledM3 > 0) {
        arriving.set(site.spillsInto, (arriving.get(site.spillsInto) ?? 0) + outcome.spilledM3);
      }
      return {
        ...outcome,
        depthCm: pondDepthCm(outcome.basin, site.basin),
        fill: drainFill(outcome.basin, site.basin),
        pumpKilowatts: pumps?.kilowatts ?? 0,
        fromUpstreamM3,
      };
    },
  };
}
