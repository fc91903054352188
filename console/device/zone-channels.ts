import type { ListedDevice } from '../live/api-types.ts';

/** One channel that measures a property in a zone. */
export interface ZoneChannel {
  readonly device: ListedDevice;
  readonly channel: string;
}

/** Every channel in a zone that measures a property, by device id. */
export const zoneChannels = (
  devices: readonly ListedDevice[],
  zoneId: string,
  property: string,
): readonly ZoneChannel[] =>
  devices
    .filter((device) => device.zoneId === zoneId)
    .flatMap((device) =>
      device.channels.filter((each) => each.property === property).map(({ channel }) => ({ device, channel })),
    )
    .sort((a, b) => (a.device.id < b.device.id ? -1 : a.device.id > b.device.id ? 1 : 0));

/** Properties measured in each zone with devices of its own, those of the most channels first. */
export function propertiesByZone(devices: readonly ListedDevice[]): ReadonlyMap<string, readonly string[]> {
  const counts = new Map<string, Map<string, number>>();
  for (const { zoneId, channels } of devices) {
    if (zoneId === null) continue;
    const inZone = counts.get(zoneId) ?? new Map<string, number>();
    for (const { property } of channels) inZone.set(property, (inZone.get(property) ?? 0) + 1);
    counts.set(zoneId, inZone);
  }
  return new Map(
    [...counts].map(([zoneId, inZone]) => [
      zoneId,
      [...inZone].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([property]) => property),
    ]),
  );
}
