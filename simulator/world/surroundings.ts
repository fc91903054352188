/**
 * Effects of traffic and weather on air, noise and car parks at one site. Pure formulas, one per domain.
 */

export interface Air {
  readonly pm25: number;
  readonly pm10: number;
  readonly so2: number;
  readonly no2: number;
  /** mg/m3, as China's standard counts it; all others ug/m3. */
  readonly co: number;
  readonly o3: number;
}

/** Wind dilutes exhaust, rain washes dust out, sun produces ozone and fresh exhaust removes it. */
export function breathe(now: {
  readonly volumePerHour: number;
  readonly windMetresPerSecond: number;
  readonly rainMmPerHour: number;
  readonly hourOfDay: number;
}): Air {
  const dilution = 3 / (1 + now.windMetresPerSecond);
  const exhaust = (now.volumePerHour / 2500) * dilution;
  const washed = 1 / (1 + now.rainMmPerHour / 15);
  const sun = Math.max(0, Math.cos(((now.hourOfDay - 14) / 12) * Math.PI));
  return {
    pm25: (14 * dilution + 16 * exhaust) * washed,
    pm10: (28 * dilution + 30 * exhaust) * washed,
    so2: 5 + 3 * exhaust,
    no2: 12 + 42 * exhaust,
    co: 0.4 + 0.7 * exhaust,
    o3: Math.max(5, 45 + 95 * sun * washed - 18 * exhaust),
  };
}

/** LAeq in dB: grows with the logarithm of the traffic volume, and with rain. */
export function listen(volumePerHour: number, rainMmPerHour: number): number {
  return 42 + 8 * Math.log10(1 + volumePerHour / 10) + 6 * Math.min(1, rainMmPerHour / 40);
}

/** Occupied share of a car park: offices by day, homes by night, never quite empty or full. */
export function parkedShare(hourOfDay: number): number {
  const working = Math.exp(-((hourOfDay - 13.5) * (hourOfDay - 13.5)) / 16);
  return 0.18 + 0.74 * working;
}

/** Methane in ppm near a valve: 2 ppm of background, and traces that accumulate without wind. */
export function smellPpm(windMetresPerSecond: number): number {
  return 2 + 9 / (1 + windMetresPerSecond);
}
