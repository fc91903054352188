/**
 * How far a channel usually moves, in its own unit: what a bias or a jump is measured by. Amounts have none: a bucket
 * catches too little or too much of what falls, and nothing without rain.
 */
export const USUAL_SPANS: Readonly<Record<string, number>> = {
  depth: 40,
  level: 1.5,
  fill: 50,
  speed: 30,
  volume: 800,
  pm2_5: 40,
  pm10: 80,
  so2: 10,
  no2: 30,
  co: 0.5,
  o3: 60,
  temperature: 6,
  humidity: 20,
  pressure: 6,
  dew_point: 6,
  wind_speed: 3,
  wind_direction: 90,
  laeq: 15,
  ch4: 6,
  load: 40,
  top_oil: 30,
  power: 25,
  occupied: 100,
  occupancy: 30,
};

/** Usual span of a channel in the unit that a value names (centimetres instead of metres); 0 for an amount. */
export function usualSpan(channel: string, unit: string | null): number {
  return (USUAL_SPANS[channel] ?? 0) * (unit === 'cm' ? 100 : 1);
}
