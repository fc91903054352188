/** A rain cell that grows, moves over the city and decays. Lengths in cells of the grid, about 3 km. */
export interface Storm {
  readonly from: number;
  readonly until: number;
  readonly peakMmPerHour: number;
  /** Its centre at half of its life. */
  readonly east: number;
  readonly north: number;
  readonly eastPerHour: number;
  readonly northPerHour: number;
  readonly radius: number;
}

const HOUR = 3_600_000;
/** Rain comes in gusts of a few minutes. */
const GUST_MILLIS = 7 * 60_000;
const GUST_SHARE = 0.12;

/** Rain of one storm at a place and time (milliseconds since 1970), mm/h. */
export function stormRain(storm: Storm, at: number, place: { readonly east: number; readonly north: number }): number {
  if (at < storm.from || at >= storm.until) return 0;
  const phase = (at - storm.from) / (storm.until - storm.from);
  const growth = Math.sin(Math.PI * phase);
  const hoursFromMiddle = (at - (storm.from + storm.until) / 2) / HOUR;
  const east = place.east - storm.east - storm.eastPerHour * hoursFromMiddle;
  const north = place.north - storm.north - storm.northPerHour * hoursFromMiddle;
  const nearness = Math.exp(-(east * east + north * north) / (2 * storm.radius * storm.radius));
  const gust = 1 - GUST_SHARE * (1 + Math.sin((2 * Math.PI * at) / GUST_MILLIS)) * 0.5;
  const rain = storm.peakMmPerHour * growth * growth * nearness * gust;
  // The tail of the bell curve would be a drizzle over the whole city.
  return rain < 0.3 ? 0 : rain;
}
