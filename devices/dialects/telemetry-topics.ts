const MOST_PARTS = 8;

/** Where Citynerve's own dialects are spoken: for the whole device, or for a part of it that it names, up to eight levels deep. */
export const TELEMETRY_TOPICS: readonly string[] = Array.from(
  { length: MOST_PARTS + 1 },
  (_, parts) => `city/v1/devices/{deviceId}/${'+/'.repeat(parts)}telemetry`,
);
