import type { WeatherTruth } from '../../model/ground-truth.ts';
import type { Random } from '../random.ts';

/** Weather over the whole city, apart from rain. */
export type Weather = WeatherTruth;

/** Slow random drift that is added to the daily course. */
export interface WeatherDrift {
  readonly temperature: number;
  readonly pressure: number;
  readonly wind: number;
  readonly direction: number;
}

export const CALM_DRIFT: WeatherDrift = Object.freeze({ temperature: 0, pressure: 0, wind: 0, direction: 0 });

/** Advances the drift by one step of 10 s; it reverts to zero within about an hour. */
export function wander(drift: WeatherDrift, random: Random): WeatherDrift {
  const walk = (value: number, size: number) => value * 0.997 + size * random.normal();
  return {
    temperature: walk(drift.temperature, 0.02),
    pressure: walk(drift.pressure, 0.02),
    wind: walk(drift.wind, 0.04),
    direction: walk(drift.direction, 1.2),
  };
}

/** The weather at an hour of a day with a mean daily temperature; rain cools the air and raises its humidity. */
export function forecast(
  drift: WeatherDrift,
  now: { readonly hourOfDay: number; readonly dailyMeanCelsius: number; readonly cityRainMmPerHour: number },
): Weather {
  const wetness = Math.min(1, now.cityRainMmPerHour / 20);
  // Warmest at 15:00.
  const sun = Math.cos(((now.hourOfDay - 15) / 12) * Math.PI);
  const temperatureCelsius = now.dailyMeanCelsius + 3.6 * sun - 3 * wetness + drift.temperature;
  return {
    temperatureCelsius,
    humidityPercent: Math.min(100, Math.max(30, 74 - 10 * sun + 20 * wetness)),
    pressureHectopascals: 1007 + 1.2 * Math.cos((now.hourOfDay / 6) * Math.PI) + drift.pressure,
    // The sea breeze of the afternoon, and the gusts of a storm.
    windMetresPerSecond: Math.max(0.2, 2.4 + 1.3 * sun + 3 * wetness + drift.wind),
    windFromDegrees: (((150 + 25 * sun + drift.direction) % 360) + 360) % 360,
  };
}
