import type { Scenario } from '../../model/scenario.ts';
import type { Zone } from '../../model/zone.ts';
import { widestSourceZone } from './build-window.ts';

type Zones = ReadonlyMap<string, Zone>;

/** The zones that a scenario evaluates, sorted by id. */
interface Judged {
  readonly all: readonly Zone[];
  /** By the widest zone whose estimates are used for them. */
  readonly byWidest: ReadonlyMap<string, readonly Zone[]>;
}

/** The zones that each scenario evaluates when a grid point is passed; rebuilt when the zones of the city change. */
export class JudgedZones {
  readonly #zones: Zones;
  readonly #judged = new Map<Scenario, Judged>();
  #madeFrom: readonly Zone[] = [];

  /** `zones`: the live view of the registry. */
  constructor(zones: Zones) {
    this.#zones = zones;
  }

  /** The zones whose inputs are complete when the `passed` zones (null: all) have passed a grid point; sorted by id. */
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
    return { all, byWidest: Map.groupBy(all, (zone) => widestSourceZone(scenario, zone, this.#zones).id) };
  }
}

const byId = (a: Zone, b: Zone): number => (a.id < b.id ? -1 : 1);
