import type { SiteTruth, WeatherTruth } from '../../model/ground-truth.ts';
import { createDrainage } from './drainage.ts';
import type { HappeningNow } from './happening-now.ts';
import { hazeAt } from './haze.ts';
import type { Site } from './site.ts';
import { type Storm, stormRain } from './storm.ts';
import { seaLevelMetres } from './tide.ts';
import { flowTraffic } from './traffic.ts';
import { windAt } from './wind.ts';

/** Rain at every site, mm/h, and the mean over all. */
export interface Rain {
  readonly bySite: ReadonlyMap<string, number>;
  readonly meanMmPerHour: number;
}

/** What acts on all sites in one step. */
export interface SiteStep {
  readonly at: number;
  readonly hourOfDay: number;
  readonly weather: WeatherTruth;
  readonly rain: Rain;
  readonly happening: HappeningNow;
  readonly seconds: number;
}

/** Time constant of the depth of water that no drain takes. */
const PUDDLE_SECONDS = 200;

/** Water, power, air and traffic of all sites: everything but weather, transformers and dust. */
export function createSiteWorld(): {
  rainOver(sites: readonly Site[], storms: readonly Storm[], at: number): Rain;
  step(sites: readonly Site[], step: SiteStep): { states: ReadonlyMap<string, SiteTruth>; seaMetres: number };
} {
  const drainage = createDrainage();
  const puddles = new Map<string, number>();

  const puddleCm = (zoneId: string, { happening, at, seconds }: SiteStep): number => {
    const goalCm = Math.max(
      happening.inZone('burst-hydrant', zoneId, at),
      happening.inZone('street-washing', zoneId, at),
    );
    const before = puddles.get(zoneId) ?? 0;
    const after = before + ((goalCm - before) * seconds) / PUDDLE_SECONDS;
    puddles.set(zoneId, after);
    return after;
  };

  const stepSite = (site: Site, step: SiteStep, seaMetres: number): SiteTruth => {
    const { at, happening, hourOfDay, weather, seconds } = step;
    const { zoneId, cellId } = site;
    const rainMmPerHour = step.rain.bySite.get(zoneId) ?? 0;
    const hasPower = happening.inZone('power-cut', zoneId, at) === 0 && happening.inZone('power-cut', cellId, at) === 0;
    const water = drainage.step(site, {
      rainMmPerHour,
      burstM3PerHour: happening.inZone('burst-main', zoneId, at),
      blockedShare: happening.inZone('blocked-drain', zoneId, at),
      blockedInletShare: happening.inZone('blocked-gully', zoneId, at),
      hasPower,
      trippedShare: happening.inZone('pump-failure', zoneId, at),
      cloggedShare: happening.inZone('pump-clogged', zoneId, at),
      seaMetres,
      seconds,
    });
    const depthCm = Math.max(water.depthCm, puddleCm(zoneId, step));
    const jamSpeedKmh = happening.inZone('traffic-jam', zoneId, at) || null;
    return {
      rainMmPerHour,
      drainFill: water.fill,
      depthCm,
      pumpKilowatts: water.pumpKilowatts,
      hasPower,
      wind: windAt(site, weather),
      haze: hazeAt(cellId, happening, at),
      traffic: flowTraffic(site.road, { hourOfDay, rainMmPerHour, depthCm, jamSpeedKmh }),
    };
  };

  return {
    rainOver(sites, storms, at) {
      let sum = 0;
      const bySite = new Map<string, number>();
      for (const site of sites) {
        const rain = storms.reduce((total, storm) => total + stormRain(storm, at, site), 0);
        bySite.set(site.zoneId, rain);
        sum += rain;
      }
      return { bySite, meanMmPerHour: sites.length === 0 ? 0 : sum / sites.length };
    },
    step(sites, step) {
      const seaMetres = seaLevelMetres(step.at, step.happening.find('surge', step.at)?.size ?? 0);
      return { states: new Map(sites.map((site) => [site.zoneId, stepSite(site, step, seaMetres)])), seaMetres };
    },
  };
}
