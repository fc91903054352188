import type { DustTruth, WeatherTruth } from '../../model/ground-truth.ts';
import { METRES_PER_CELL } from '../layout/grid-position.ts';
import { plumeUgPerM3 } from './plume.ts';
import type { Site } from './site.ts';
import { windAt } from './wind.ts';

/** A building site in the world; positions in cells. */
export interface DustSource {
  readonly id: string;
  readonly east: number;
  readonly north: number;
  /** The cell whose wind blows there. */
  readonly site: Site;
}

/** A point at which particles are measured. */
export interface Receptor {
  readonly id: string;
  readonly zoneId: string;
  readonly east: number;
  readonly north: number;
}

/** What reaches each receptor. */
export interface DustField {
  /** One step; `gramsPerSecond` is what a source raises now. */
  step(weather: WeatherTruth, gramsPerSecond: (source: DustSource) => number, seconds: number): void;
  at(receptorId: string): DustTruth;
}

const CLEAN: DustTruth = Object.freeze({ nowUgPerM3: 0, meanUgPerM3: 0, sourceId: null });
/** Time constant of the mean. */
const MEAN_SECONDS = 900;
/** Less than this of a mean is none. */
const LEAST_UG_PER_M3 = 0.5;

/** A field without dust. */
export function createDustField(sources: readonly DustSource[], receptors: readonly Receptor[]): DustField {
  /** Means of each receptor by source, in the order of `sources`. */
  const means = new Map(receptors.map(({ id }) => [id, sources.map(() => 0)]));
  const truths = new Map<string, DustTruth>();

  const stepReceptor = (receptor: Receptor, now: readonly ((at: Receptor) => number)[], share: number): DustTruth => {
    const shares = means.get(receptor.id) ?? [];
    let [sum, mean, largest, sourceId] = [0, 0, LEAST_UG_PER_M3, null as string | null];
    for (const [index, source] of sources.entries()) {
      const here = now[index]?.(receptor) ?? 0;
      const before = shares[index] ?? 0;
      const after = before + (here - before) * share;
      shares[index] = after;
      sum += here;
      mean += after;
      if (after > largest) [largest, sourceId] = [after, source.id];
    }
    return { nowUgPerM3: sum, meanUgPerM3: mean, sourceId };
  };

  return {
    step(weather, gramsPerSecond, seconds) {
      const share = 1 - Math.exp(-seconds / MEAN_SECONDS);
      const now = sources.map((source) => {
        const grams = gramsPerSecond(source);
        const wind = windAt(source.site, weather);
        return (at: Receptor) =>
          plumeUgPerM3(grams, wind, {
            eastMetres: (at.east - source.east) * METRES_PER_CELL,
            northMetres: (at.north - source.north) * METRES_PER_CELL,
          });
      });
      for (const receptor of receptors) truths.set(receptor.id, stepReceptor(receptor, now, share));
    },
    at: (receptorId) => truths.get(receptorId) ?? CLEAN,
  };
}
