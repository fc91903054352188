import type { Property } from '../../model/property.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { Zone } from '../../model/zone.ts';
import { sourceZonesFor, widestSourceZone } from './build-window.ts';

type Zones = ReadonlyMap<string, Zone>;

/** The zones that a scenario evaluates, sorted by id. */
interface Judged {
  readonly all: readonly Zone[];
  /** By the widest zone whose estimates are used for them. */
  readonly byWidest: ReadonlyMap<string, readonly Zone[]>;
}

/** The sources of one scenario: property → zone id → zones, as `sourceZonesFor` gives them. */
type Sources = Map<Property, Map<string, readonly Zone[]>>;

/**
 * The zones that each scenario evaluates when a grid point is passed, and those whose estimates it uses for them; both
 * are kept until the zones of the city change.
 */
export class JudgedZones {
  readonly #zones: Zones;
  readonly #judged = new Map<Scenario, Judged>();
  readonly #sources = new Map<Scenario, Sources>();
  #madeFrom: readonly Zone[] = [];

  /** `zones`: the live view of the registry. */
  constructor(zones: Zones) {
    this.#zones = zones;
  }

  /** Forgets what is no longer so since the zones changed; to be called before the other two. */
  refresh(): void {
    if (this.#isCurrent()) return;
    this.#madeFrom = [...this.#zones.values()];
    this.#judged.clear();
    this.#sources.clear();
  }

  /** The zones whose estimates of a property may be used for a zone (`sourceZonesFor`). */
  readonly sourcesOf = (scenario: Scenario, property: Property, zone: Zone): readonly Zone[] => {
    const known = this.#sources.get(scenario)?.get(property)?.get(zone.id);
    if (known !== undefined) return known;
    const found = sourceZonesFor(scenario, property, zone, this.#zones);
    const byProperty = this.#sources.get(scenario) ?? new Map<Property, Map<string, readonly Zone[]>>();
    const byZone = byProperty.get(property) ?? new Map<string, readonly Zone[]>();
    this.#sources.set(scenario, byProperty.set(property, byZone.set(zone.id, found)));
    return found;
  };

  /** The zones whose inputs are complete when the `passed` zones (null: all) have passed a grid point; sorted by id. */
  of(scenario: Scenario, passed: readonly string[] | null): readonly Zone[] {
    let judged = this.#judged.get(scenario);
    if (judged === undefined) {
      judged = this.#make(scenario);
      this.#judged.set(scenario, judged);
    }
    if (passed === null) return judged.all;
    const { byWidest } = judged;
    return passed.flatMap((zoneId) => byWidest.get(zoneId) ?? []).sort(byId);
  }

  #isCurrent(): boolean {
    const { size } = this.#zones;
    if (size !== this.#madeFrom.length) return false;
    let place = 0;
    for (const zone of this.#zones.values()) {
      if (zone !== this.#madeFrom[place]) return false;
      place += 1;
    }
    return true;
  }

  #make(scenario: Scenario): Judged {
    const all = this.#madeFrom.filter(({ kind }) => scenario.zoneKinds.includes(kind)).sort(byId);
    return { all, byWidest: Map.groupBy(all, (zone) => widestSourceZone(scenario, zone, this.#zones).id) };
  }
}

const byId = (a: Zone, b: Zone): number => (a.id < b.id ? -1 : 1);
