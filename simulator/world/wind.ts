import type { WeatherTruth, WindTruth } from '../../model/ground-truth.ts';
import type { Site } from './site.ts';

/** The wind at a site: that over the city, slowed and turned by what stands around. */
export function windAt({ shelter }: Pick<Site, 'shelter'>, weather: WeatherTruth): WindTruth {
  return {
    metresPerSecond: weather.windMetresPerSecond * shelter.speedShare,
    fromDegrees: (((weather.windFromDegrees + shelter.turnDegrees) % 360) + 360) % 360,
  };
}
