/** Where Citynerve's own dialects are spoken: for the whole device, or for a part of it that it names. */
export const TELEMETRY_TOPICS: readonly string[] = [
  'city/v1/devices/{deviceId}/telemetry',
  'city/v1/devices/{deviceId}/+/telemetry',
];
