import type { DeviceModel } from '../../model/device.ts';
import type { Property } from '../../model/property.ts';
import type { DemoCity } from '../../simulator/demo-city.ts';

/** A device of the fusion's evaluation; it measures one property. */
export interface Sensor {
  readonly id: string;
  readonly zoneId: string;
  readonly property: Property;
  readonly channel: string;
  /** Physically possible values: a faulty sensor keeps to them too. */
  readonly range: readonly [number, number];
  /** How large values of the property usually are: the measure of a fault. */
  readonly typical: number;
}

/** What sensors measure at one moment, before faults, and the true values there, by `sceneKey`. */
export interface SceneStep {
  readonly at: number;
  readonly measured: readonly { readonly sensor: Sensor; readonly value: number }[];
  readonly truths: ReadonlyMap<string, number>;
}

/** A city in which the true value of each property in each zone is known. */
export interface FusionScene {
  readonly city: Pick<DemoCity, 'city' | 'zones' | 'devices'>;
  readonly models: readonly DeviceModel[];
  readonly sensors: readonly Sensor[];
  readonly startAt: number;
  readonly hours: number;
  /** Estimates are compared at multiples of this. */
  readonly compareMillis: number;
  /** So old a measurement may be in the median and the mean. */
  readonly validMillis: number;
  readonly tickSeconds: number;
  readonly steps: () => Iterable<SceneStep>;
}

/** The key of a property in a zone. */
export const sceneKey = ({ zoneId, property }: { readonly zoneId: string; readonly property: Property }): string =>
  `${zoneId} ${property}`;
