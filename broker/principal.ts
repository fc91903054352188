/** Services of the city that connect over MQTT, each with rights of its own. */
export type ServiceName = 'brain' | 'clock' | 'operator' | 'flows';

/**
 * The authenticated identity of a connection: a device, a bridge (another MQTT broker that brings the messages of
 * several devices), or one of the city's own services.
 */
export type Principal =
  | { readonly role: 'device'; readonly deviceId: string }
  | { readonly role: 'bridge'; readonly name: string }
  | { readonly role: 'service'; readonly name: ServiceName };

/** The MQTT user name of a principal: the device id, or the name of the bridge or service. */
export const userOf = (principal: Principal): string =>
  principal.role === 'device' ? principal.deviceId : principal.name;
