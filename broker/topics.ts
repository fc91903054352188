/** Root of the topics on which devices publish and receive commands. */
export const DEVICES_ROOT = 'city/v1/devices/';
/** Root of the alerts that the brain publishes: retained, one topic per alert. */
export const ALERTS_ROOT = 'city/v1/alerts/';
/** Root of the notices that operators' flows publish; never retained. */
export const NOTICES_ROOT = 'city/v1/notices/';
/** Topic of the clock messages of a driven city. */
export const CLOCK_TOPIC = 'city/v1/clock';

/** Root of the topics of one device. */
export const deviceRoot = (deviceId: string): string => `${DEVICES_ROOT}${deviceId}/`;
/** Root of the commands to one device. */
export const commandsRoot = (deviceId: string): string => `${deviceRoot(deviceId)}commands/`;
