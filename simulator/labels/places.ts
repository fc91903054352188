import type { DustTruth, PlaceTruth } from '../../model/ground-truth.ts';
import type { Receptor } from '../world/dust.ts';
import type { TransformerPlace } from '../world/transformer.ts';
import type { Truth } from '../world/world.ts';

/** A place that is labelled: a zone, or one thing in it. */
export interface LabelledPlace {
  readonly zoneId: string;
  readonly subjectId: string | null;
}

/** What is installed in the city, as far as the truth of a place depends on it. */
export interface InstalledThings {
  readonly transformers: readonly TransformerPlace[];
  readonly receptors: readonly Receptor[];
  /** Models of the devices in each zone that has any. */
  readonly modelsAt: ReadonlyMap<string, ReadonlySet<string>>;
}

const NO_MODELS: ReadonlySet<string> = new Set();

/** The true state of every place, from the truth of one step: first the zones, then the transformers. */
export function placesOf(
  truth: Truth,
  { transformers, receptors, modelsAt }: InstalledThings,
): readonly (PlaceTruth & LabelledPlace)[] {
  const { weather, hourOfDay } = truth;
  const dust = dustByZone(truth, receptors);
  const places: (PlaceTruth & LabelledPlace)[] = [];
  for (const [zoneId, site] of truth.sites) {
    const deviceModels = modelsAt.get(zoneId) ?? NO_MODELS;
    const subject = { subjectId: null, transformer: null };
    places.push({ ...site, ...subject, zoneId, dust: dust.get(zoneId) ?? null, weather, hourOfDay, deviceModels });
  }
  for (const { id, zoneId } of transformers) {
    const site = truth.sites.get(zoneId);
    const transformer = truth.transformers.get(id);
    if (!site || !transformer) continue;
    const deviceModels = modelsAt.get(zoneId) ?? NO_MODELS;
    places.push({ ...site, zoneId, subjectId: id, transformer, dust: null, weather, hourOfDay, deviceModels });
  }
  return places;
}

/** The most dust in each zone with an instrument. */
function dustByZone(truth: Truth, receptors: readonly Receptor[]): ReadonlyMap<string, DustTruth> {
  const most = new Map<string, DustTruth>();
  for (const { id, zoneId } of receptors) {
    const here = truth.dustAt(id);
    const before = most.get(zoneId);
    if (!before || here.meanUgPerM3 > before.meanUgPerM3) most.set(zoneId, here);
  }
  return most;
}
