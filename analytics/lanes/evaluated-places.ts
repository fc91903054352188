import type { Scenario } from '../../model/scenario.ts';
import type { Place } from '../windows/place.ts';

/** The places that scenarios have evaluated at one grid point. Their keys are made only when somebody asks for one. */
export class EvaluatedPlaces {
  readonly #keyOf: (scenario: Scenario, place: Place) => string;
  readonly #places: (readonly [Scenario, Place])[] = [];
  #keys: Set<string> | null = null;

  /** `keyOf`: unique for each scenario and place. */
  constructor(keyOf: (scenario: Scenario, place: Place) => string) {
    this.#keyOf = keyOf;
  }

  add(scenario: Scenario, place: Place): void {
    this.#places.push([scenario, place]);
    this.#keys = null;
  }

  has(key: string): boolean {
    this.#keys ??= new Set(this.#places.map(([scenario, place]) => this.#keyOf(scenario, place)));
    return this.#keys.has(key);
  }
}
