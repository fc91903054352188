const MAX_COMPONENT_LEVELS = 8;

/** Topic filters of Citynerve's own dialects: of the device, or of a component of it, up to eight levels deep. */
export const TELEMETRY_TOPICS: readonly string[] = Array.from(
  { length: MAX_COMPONENT_LEVELS + 1 },
  (_, levels) => `city/v1/devices/{deviceId}/${'+/'.repeat(levels)}telemetry`,
);
