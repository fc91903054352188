import { describe, expect, test } from 'vitest';
import { layOutZones } from '../layout/zones.ts';
import { createDrainage, type DrainageStep, type DrainedSite } from './drainage.ts';
import { type Site, surveySites } from './site.ts';

const SITES = surveySites(7, layOutZones(7));
const STILL: DrainageStep = {
  rainMmPerHour: 0,
  burstM3PerHour: 0,
  blockedShare: 0,
  blockedInletShare: 0,
  hasPower: true,
  trippedShare: 0,
  cloggedShare: 0,
  seaMetres: -2,
  seconds: 10,
};
const underpass = SITES.find((site) => site.isUnderpass && site.outlet === null);
const upstream = SITES.find((site) => site.spillsInto === underpass?.zoneId);
const coastal = SITES.find((site) => !site.isUnderpass && site.outlet !== null);

/** Two hours of the whole city; all outcomes of each site. */
function live(stepOf: (site: Site, minute: number) => Partial<DrainageStep>, minutes = 120) {
  const drainage = createDrainage();
  const outcomes = new Map<string, DrainedSite[]>(SITES.map(({ zoneId }) => [zoneId, []]));
  for (let step = 0; step < minutes * 6; step += 1) {
    for (const site of SITES) {
      outcomes.get(site.zoneId)?.push(drainage.step(site, { ...STILL, ...stepOf(site, Math.floor(step / 6)) }));
    }
  }
  return (site: Site | undefined) => outcomes.get(site?.zoneId ?? '') ?? [];
}

const deepest = (outcomes: readonly DrainedSite[]) => Math.max(...outcomes.map(({ depthCm }) => depthCm));
const sum = (outcomes: readonly DrainedSite[], of: (outcome: DrainedSite) => number) =>
  outcomes.reduce((total, outcome) => total + of(outcome), 0);

describe('water between low points', () => {
  test('sites are in the order in which water flows, and each spills into one further down', () => {
    const order = SITES.map(({ zoneId }) => zoneId);
    for (const { zoneId, spillsInto } of SITES) {
      if (spillsInto !== null) expect(order.indexOf(spillsInto)).toBeGreaterThan(order.indexOf(zoneId));
    }
    expect(upstream).toMatchObject({ isUnderpass: false, zoneId: underpass?.cellId });
  });

  test('an underpass gets in the same step what its street spills, and no water is lost between them', () => {
    const lived = live((site) => (site === upstream ? { rainMmPerHour: 100, blockedShare: 1 } : {}));
    const spilled = sum(lived(upstream), (outcome) => outcome.spilledM3);
    expect(spilled).toBeGreaterThan(500);
    expect(sum(lived(underpass), (outcome) => outcome.fromUpstreamM3)).toBeCloseTo(spilled, 6);
    expect(sum(lived(underpass), (outcome) => outcome.rainM3)).toBe(0);
  });

  test('a blocked street floods the underpass below it, whose own drain is clean', () => {
    const rain = { rainMmPerHour: 60 };
    expect(deepest(live(() => rain)(underpass))).toBe(0);
    const lived = live((site) => (site === upstream ? { ...rain, blockedShare: 0.95 } : rain));
    expect(deepest(lived(underpass))).toBeGreaterThan(30);
  });

  test('what falls on the whole city leaves it by drains, pumps and the sea, or is still there', () => {
    const lived = live((_, minute) => ({ rainMmPerHour: minute < 60 ? 150 : 0 }));
    const all = SITES.map((site) => ({ site, outcomes: lived(site) }));
    const rain = all.reduce((total, { outcomes }) => total + sum(outcomes, (each) => each.rainM3), 0);
    const drained = all.reduce((total, { outcomes }) => total + sum(outcomes, (each) => each.drainedM3), 0);
    const intoTheSea = all
      .filter(({ site }) => site.spillsInto === null)
      .reduce((total, { outcomes }) => total + sum(outcomes, (each) => each.spilledM3), 0);
    const left = all.reduce((total, { outcomes }) => {
      const basin = outcomes.at(-1)?.basin;
      return total + (basin?.drainM3 ?? 0) + (basin?.pondM3 ?? 0);
    }, 0);
    expect(rain).toBeGreaterThan(10_000);
    expect(rain - drained - intoTheSea - left).toBeCloseTo(0, 4);
  });
});

describe('pumps', () => {
  const rain = { rainMmPerHour: 60 };
  const kilowatts = (outcomes: readonly DrainedSite[]) => sum(outcomes, (outcome) => outcome.pumpKilowatts);

  test('keep an underpass dry, and take power only while there is water', () => {
    const lived = live((_, minute) => (minute < 60 ? rain : {}));
    expect(deepest(lived(underpass))).toBe(0);
    expect(kilowatts(lived(underpass))).toBeGreaterThan(0);
    expect(lived(underpass).at(-1)?.pumpKilowatts).toBe(0);
    expect(lived(upstream).every((outcome) => outcome.pumpKilowatts === 0)).toBe(true);
  });

  test('without power they take none and lift nothing, and the underpass floods', () => {
    const lived = live(() => ({ ...rain, hasPower: false }));
    expect(kilowatts(lived(underpass))).toBe(0);
    expect(deepest(lived(underpass))).toBeGreaterThan(30);
    expect(deepest(lived(upstream))).toBe(0);
  });

  test('tripped ones take no power; clogged ones do, and lift little', () => {
    const tripped = live(() => ({ ...rain, trippedShare: 1 }))(underpass);
    const clogged = live(() => ({ ...rain, cloggedShare: 0.95 }))(underpass);
    expect(kilowatts(tripped)).toBe(0);
    expect(kilowatts(clogged)).toBeGreaterThan(0);
    expect(Math.min(deepest(tripped), deepest(clogged))).toBeGreaterThan(30);
  });

  test('run again when the power is back', () => {
    const lived = live((_, minute) => ({ ...rain, hasPower: minute < 20 || minute > 60 }));
    expect(lived(underpass).at(-1)?.pumpKilowatts).toBeGreaterThan(0);
  });
});

describe('the tide', () => {
  test('a high sea backs up the drains at the coast on a dry day, and leaves those inland alone', () => {
    const lived = live(() => ({ seaMetres: 1.5 }));
    expect(lived(coastal).at(-1)?.fill).toBeGreaterThan(0.3);
    expect(lived(coastal).every(({ depthCm }) => depthCm === 0)).toBe(true);
    expect(lived(upstream).at(-1)?.fill).toBe(0);
    expect(sum(lived(coastal), (outcome) => outcome.drainedM3)).toBeLessThan(0);
  });

  test('rain that a low sea takes in comes up on the road at a high one', () => {
    const rain = { rainMmPerHour: 65 };
    expect(deepest(live(() => ({ ...rain, seaMetres: -1 }))(coastal))).toBe(0);
    expect(deepest(live(() => ({ ...rain, seaMetres: 1.9 }))(coastal))).toBeGreaterThan(5);
  });

  test('falling water lets the drain empty again', () => {
    const lived = live((_, minute) => ({ seaMetres: minute < 60 ? 1.5 : -1 }));
    expect(lived(coastal).at(-1)?.fill).toBeLessThan(0.02);
  });
});
