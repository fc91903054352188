/** Programs of the city that speak MQTT with a right of their own. */
export type ServiceName = 'brain' | 'clock' | 'operator' | 'flows';

/** Who a connection is, once its token was checked: a device, or one of the city's own programs. */
export type Principal =
  | { readonly role: 'device'; readonly deviceId: string }
  | { readonly role: 'service'; readonly name: ServiceName };

/** The MQTT user name of a principal: the device id, or the service's name. */
export const userOf = (principal: Principal): string =>
  principal.role === 'device' ? principal.deviceId : principal.name;
