import { LABELLED_SCENARIOS } from '../../analytics/scenarios/index.ts';
import { createCityStream } from '../../simulator/city-stream.ts';
import { type DemoCity, demoCity } from '../../simulator/demo-city.ts';
import type { Hardening } from '../../simulator/hardenings.ts';
import type { Label } from '../../simulator/labels/label.ts';
import type { Publication } from '../../simulator/sensing/simulated-device.ts';

/** The messages that arrive at one moment of city time. */
export interface ArrivingMessages {
  readonly at: number;
  readonly messages: readonly Publication[];
}

/** A simulated city under a hardening: its messages as they arrive, and what was real. */
export interface HardenedCity {
  readonly city: DemoCity;
  /** In the order of time, one for each step of 10 s. */
  readonly arriving: () => Iterable<ArrivingMessages>;
  /** The labels, once all messages were taken. */
  readonly labels: readonly Label[];
}

const STEP_SECONDS = 10;

/** The same seed, hours and hardening give the same city. */
export function createHardenedCity(run: {
  readonly seed: number;
  readonly hours: number;
  readonly devices: number;
  readonly startAt: number;
  readonly hardening: Hardening;
}): HardenedCity {
  const { seed, startAt, hardening, hours, devices } = run;
  const city = demoCity({ seed, devices, ...hardening.city });
  const options = { city, seed, startAt, faults: true, labels: LABELLED_SCENARIOS };
  const stream = createCityStream({ ...options, ...hardening.stream });
  const labels: Label[] = [];

  function* arriving(): Generator<ArrivingMessages> {
    for (let second = 0; second < hours * 3600; second += STEP_SECONDS) {
      const { at, publications: messages, labels: final } = stream.advance(STEP_SECONDS);
      labels.push(...final);
      yield { at, messages };
    }
    labels.push(...stream.close().labels);
  }
  return { city, arriving, labels };
}
