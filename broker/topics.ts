/** Everything that devices say and are told. */
export const DEVICES_ROOT = 'city/v1/devices/';
/** Alerts of the brain, retained, one topic each. */
export const ALERTS_ROOT = 'city/v1/alerts/';
/** What operators' flows tell people; nothing of it is retained. */
export const NOTICES_ROOT = 'city/v1/notices/';
/** Time of a driven city. */
export const CLOCK_TOPIC = 'city/v1/clock';

/** Everything below this belongs to one device. */
const deviceRoot = (deviceId: string): string => `${DEVICES_ROOT}${deviceId}/`;
/** What a device is told. */
export const commandsRoot = (deviceId: string): string => `${deviceRoot(deviceId)}commands/`;
