import type { Scenario } from '../../model/scenario.ts';
import type { Zone } from '../../model/zone.ts';
import { widestReadFor } from './build-window.ts';

type Zones = ReadonlyMap<string, Zone>;

/** Zones that a scenario judges, in the order of their ids. */
interface Judged {
  readonly all: readonly Zone[];
  /** By the widest zone that is read for them. */
  readonly byWidest: ReadonlyMap<string, readonly Zone[]>;
}

/** Which zones each scenario judges when event time has passed a grid point somewhere; made anew when the city's zones are others. */
export class JudgedZones {
  readonly #zones: Zones;
  readonly #judged = new Map<Scenario, Judged>();
  #madeFrom: readonly Zone[] = [];

  /** `zones`: what the registry shows, which moves with the registry. */
  constructor(zones: Zones) {
    this.#zones = zones;
  }

  /** Those of which everything that is read for them is in with these zones (`null`: with all); in the order of their ids. */
  of(scenario: Scenario, passed: readonly string[] | null): readonly Zone[] {
    if (!this.#isCurrent()) {
      this.#madeFrom = [...this.#zones.values()];
      this.#judged.clear();
    }
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
    return { all, byWidest: Map.groupBy(all, (zone) => widestReadFor(scenario, zone, this.#zones).id) };
  }
}

const byId = (a: Zone, b: Zone): number => (a.id < b.id ? -1 : 1);
