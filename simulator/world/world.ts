import type { DustTruth, SiteTruth, TransformerTruth, WeatherTruth } from '../../model/ground-truth.ts';
import type { Zone } from '../../model/zone.ts';
import { createRandom } from '../random.ts';
import { createDustField, type DustSource, type Receptor } from './dust.ts';
import { type HappeningNow, happeningNow } from './happening-now.ts';
import { hourOfDayAt } from './hour-of-day.ts';
import { BLOCK_MILLIS, beginBeforeStorm, planBlock, type Schedule } from './schedule.ts';
import { type Site, surveySites } from './site.ts';
import { createSiteWorld } from './site-world.ts';
import { dailyLoadPercent, stepTransformer, surveyTransformers, type TransformerPlace } from './transformer.ts';
import { CALM_DRIFT, forecast, wander } from './weather.ts';

/** Seconds of city time in one step of the world. */
export const WORLD_STEP_SECONDS = 10;
const STEP_MILLIS = WORLD_STEP_SECONDS * 1000;
/** Time constant of a change of the daily mean, so that the temperature does not jump between blocks. */
const SEASON_SECONDS = 5400;
/** Look-alikes at other places while a storm goes on, unless a run asks for more. */
const LOOK_ALIKES_PER_STORM = 2;
/** What an ordinary day's work raises at a building site, grams of PM10 a second, and its hours. */
const DAILY_DUST = { gramsPerSecond: 0.1, fromHour: 7, untilHour: 19 } as const;

/** The true state of the city at one instant; only instruments and labels use it. */
export interface Truth {
  readonly at: number;
  readonly hourOfDay: number;
  readonly weather: WeatherTruth;
  /** Sea level above its mean, metres. */
  readonly seaMetres: number;
  readonly sites: ReadonlyMap<string, SiteTruth>;
  readonly transformers: ReadonlyMap<string, TransformerTruth>;
  /** Dust of building sites at each point where particles are measured. */
  readonly dustAt: (receptorId: string) => DustTruth;
}

export interface World {
  readonly sites: readonly Site[];
  /** Advances by one step and returns the new state. */
  step(): Truth;
  /** The schedule at a time not before the present block. */
  scheduleAt(at: number): Schedule;
}

/** What a world is made from: the ground, and the things on it that have a state of their own. */
export interface WorldRun {
  readonly seed: number;
  readonly zones: readonly Zone[];
  readonly transformers: readonly TransformerPlace[];
  readonly dustSites: readonly (Pick<DustSource, 'id' | 'east' | 'north'> & { readonly cellId: string })[];
  readonly receptors: readonly Receptor[];
  readonly startAt: number;
  /** City seconds from the start to the first storm, unless it is earlier by itself. */
  readonly firstStormAfterSeconds?: number;
  readonly lookAlikesPerStorm?: number;
}

/** A world that starts dry at `startAt`; the same run gives the same truth. */
export function createWorld(run: WorldRun): World {
  const { seed, startAt, transformers, dustSites, firstStormAfterSeconds: afterSeconds } = run;
  const sites = surveySites(seed, run.zones);
  const siteOf = new Map(sites.map((site) => [site.zoneId, site]));
  const plans = {
    seed,
    sites,
    transformers,
    dustSites,
    lookAlikesPerStorm: run.lookAlikesPerStorm ?? LOOK_ALIKES_PER_STORM,
  };
  const beginsAt = afterSeconds === undefined ? startAt : beginBeforeStorm({ ...plans, startAt }, afterSeconds);
  const plan = (index: number): Schedule => planBlock({ ...plans, startAt: beginsAt }, index);
  const random = createRandom(seed, 'weather');
  const siteWorld = createSiteWorld();
  const sources = dustSites.flatMap((source): DustSource[] => {
    const site = siteOf.get(source.cellId);
    return site ? [{ ...source, site }] : [];
  });
  const dust = createDustField(sources, run.receptors);
  const machines = surveyTransformers(seed, transformers);
  const heated = new Map<string, TransformerTruth>();
  let at = startAt;
  let drift = CALM_DRIFT;
  let schedule = plan(0);
  let happening = happeningNow(schedule.events);
  let dailyMeanCelsius = schedule.dailyMeanCelsius;

  const scheduleAt = (time: number): Schedule => {
    if (time >= schedule.until || time < schedule.from) {
      schedule = plan(Math.floor((time - beginsAt) / BLOCK_MILLIS));
      happening = happeningNow(schedule.events);
    }
    return schedule;
  };

  const heat = (now: HappeningNow, hourOfDay: number, airCelsius: number) => {
    for (const machine of machines) {
      const hasPower = now.inZone('power-cut', machine.zoneId, at) === 0;
      const daily = machine.burden * dailyLoadPercent(hourOfDay, airCelsius);
      const loadPercent = hasPower ? daily + now.to('overload', machine.id, at) : 0;
      const step = { loadPercent, airCelsius, seconds: WORLD_STEP_SECONDS };
      heated.set(machine.id, stepTransformer(heated.get(machine.id) ?? null, machine, step));
    }
  };

  return {
    sites,
    scheduleAt,
    step() {
      at += STEP_MILLIS;
      const block = scheduleAt(at);
      const hourOfDay = hourOfDayAt(at);
      drift = wander(drift, random);
      dailyMeanCelsius += ((block.dailyMeanCelsius - dailyMeanCelsius) * WORLD_STEP_SECONDS) / SEASON_SECONDS;
      const rain = siteWorld.rainOver(sites, block.storms, at);
      const weather = forecast(drift, { hourOfDay, dailyMeanCelsius, cityRainMmPerHour: rain.meanMmPerHour });
      const { states, seaMetres } = siteWorld.step(sites, {
        at,
        hourOfDay,
        weather,
        rain,
        happening,
        seconds: WORLD_STEP_SECONDS,
      });
      heat(happening, hourOfDay, weather.temperatureCelsius);
      const isWorkingDay = hourOfDay >= DAILY_DUST.fromHour && hourOfDay < DAILY_DUST.untilHour;
      const raised = (source: DustSource): number => {
        const daily = isWorkingDay ? DAILY_DUST.gramsPerSecond : 0;
        const rainMmPerHour = states.get(source.site.zoneId)?.rainMmPerHour ?? 0;
        return (daily + happening.to('earthworks', source.id, at)) / (1 + rainMmPerHour);
      };
      dust.step(weather, raised, WORLD_STEP_SECONDS);
      return { at, hourOfDay, weather, seaMetres, sites: states, transformers: new Map(heated), dustAt: dust.at };
    },
  };
}
