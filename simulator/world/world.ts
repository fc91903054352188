import type { SiteTruth } from '../../model/ground-truth.ts';
import type { Zone } from '../../model/zone.ts';
import { createRandom } from '../random.ts';
import { type Basin, DRY_BASIN, drainFill, pondDepthCm, stepBasin } from './basin.ts';
import { BLOCK_MILLIS, beginBeforeStorm, planBlock, type Schedule } from './schedule.ts';
import { type Site, surveySites } from './site.ts';
import { stormRain } from './storm.ts';
import { flowTraffic } from './traffic.ts';
import { CALM_DRIFT, forecast, type Weather, wander } from './weather.ts';

/** Seconds of city time in one step of the world. */
export const WORLD_STEP_SECONDS = 10;
const STEP_MILLIS = WORLD_STEP_SECONDS * 1000;
/** UTC offset of the demo city: Asia/Shanghai has the same all year. */
const UTC_OFFSET_HOURS = 8;
/** Time constant of a change of the daily mean, so that the temperature does not jump between blocks. */
const SEASON_SECONDS = 5400;
/** Time constant of a puddle's depth. */
const PUDDLE_SECONDS = 200;

/** The true state of one site, whatever its gauges publish. */
export type SiteState = SiteTruth;

/** The true state of the city at one instant; only instruments and labels use it. */
export interface Truth {
  readonly at: number;
  readonly hourOfDay: number;
  readonly weather: Weather;
  readonly sites: ReadonlyMap<string, SiteState>;
}

export interface World {
  readonly sites: readonly Site[];
  /** Advances by one step and returns the new state. */
  step(): Truth;
  /** The schedule at a time not before the present block. */
  scheduleAt(at: number): Schedule;
}

/** A world that starts dry at `startAt`; the same seed, zones and start give the same truth. */
export function createWorld(run: {
  readonly seed: number;
  readonly zones: readonly Zone[];
  readonly startAt: number;
  /** City seconds from the start to the first storm, unless it is earlier by itself. */
  readonly firstStormAfterSeconds?: number;
}): World {
  const sites = surveySites(run.seed, run.zones);
  const { seed, startAt, firstStormAfterSeconds: afterSeconds } = run;
  const beginsAt = afterSeconds === undefined ? startAt : beginBeforeStorm({ seed, startAt, sites }, afterSeconds);
  const plan = (index: number): Schedule => planBlock({ seed, startAt: beginsAt, index, sites });
  const random = createRandom(run.seed, 'weather');
  const basins = new Map<string, Basin>();
  const puddles = new Map<string, number>();
  let at = run.startAt;
  let drift = CALM_DRIFT;
  let schedule = plan(0);
  let dailyMeanCelsius = schedule.dailyMeanCelsius;

  const scheduleAt = (time: number): Schedule => {
    if (time >= schedule.until || time < schedule.from) {
      schedule = plan(Math.floor((time - beginsAt) / BLOCK_MILLIS));
    }
    return schedule;
  };

  const stepSite = (site: Site, plan: Schedule, hourOfDay: number): SiteState => {
    const rainMmPerHour = plan.storms.reduce((sum, storm) => sum + stormRain(storm, at, site), 0);
    const blockedShare = find(plan.blockages, site, at)?.share ?? 0;
    const step = { rainMmPerHour, blockedShare, seconds: WORLD_STEP_SECONDS };
    const basin = stepBasin(basins.get(site.zoneId) ?? DRY_BASIN, site.basin, step);
    basins.set(site.zoneId, basin);
    const goalCm = find(plan.puddles, site, at)?.depthCm ?? 0;
    const before = puddles.get(site.zoneId) ?? 0;
    const puddleCm = before + ((goalCm - before) * WORLD_STEP_SECONDS) / PUDDLE_SECONDS;
    puddles.set(site.zoneId, puddleCm);
    const depthCm = Math.max(pondDepthCm(basin.pondMm, site.basin), puddleCm);
    const jamSpeedKmh = find(plan.jams, site, at)?.speedKmh ?? null;
    const traffic = flowTraffic(site.road, { hourOfDay, rainMmPerHour, depthCm, jamSpeedKmh });
    return { rainMmPerHour, drainFill: drainFill(basin, site.basin), depthCm, traffic };
  };

  return {
    sites,
    scheduleAt,
    step() {
      at += STEP_MILLIS;
      const plan = scheduleAt(at);
      const hourOfDay = hourOf(at);
      drift = wander(drift, random);
      const states = new Map(sites.map((site) => [site.zoneId, stepSite(site, plan, hourOfDay)]));
      const cityRainMmPerHour = meanRain(states);
      dailyMeanCelsius += ((plan.dailyMeanCelsius - dailyMeanCelsius) * WORLD_STEP_SECONDS) / SEASON_SECONDS;
      const weather = forecast(drift, { hourOfDay, dailyMeanCelsius, cityRainMmPerHour });
      return { at, hourOfDay, weather, sites: states };
    },
  };
}

function find<E extends { zoneId: string; from: number; until: number }>(
  events: readonly E[],
  site: Site,
  at: number,
): E | undefined {
  return events.find((event) => event.zoneId === site.zoneId && at >= event.from && at < event.until);
}

function hourOf(at: number): number {
  return (at / 3_600_000 + UTC_OFFSET_HOURS) % 24;
}

function meanRain(states: ReadonlyMap<string, SiteState>): number {
  let sum = 0;
  for (const state of states.values()) sum += state.rainMmPerHour;
  return states.size === 0 ? 0 : sum / states.size;
}
