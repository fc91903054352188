import { effect } from '@preact/signals';
import { zoneSeverities } from '../live/alerts.ts';
import { cityMinute } from '../live/city.ts';
import { devices, devicesById } from '../live/devices.ts';
import { type DeviceState, deviceState, onReadings } from '../live/readings.ts';
import { route } from '../live/route.ts';
import { throttle } from '../live/throttle.ts';
import { zones, zonesById } from '../live/zones.ts';
import { language, texts } from '../texts/language.ts';
import type { CityMap } from './city-map.ts';
import { boundsOf, deviceFeatures, markFeatures, nameFeatures, positionsOf, zoneFeatures } from './map-features.ts';

/** Updates the map when the page's data change; call the returned function to stop. */
export function bindMap(map: CityMap): () => void {
  const stops = [
    effect(() => {
      map.fill('zones', zoneFeatures(zones.value));
      fitWhole(map);
    }),
    effect(() => map.fill('devices', deviceFeatures(devices.value ?? []))),
    effect(() => {
      for (const { properties } of zones.value) {
        map.mark('zones', properties.id, { severity: zoneSeverities.value.get(properties.id) ?? 'none' });
      }
      map.fill('names', nameFeatures(zones.value, zoneSeverities.value));
      const words = texts.value.severity;
      map.fill('marks', markFeatures(zoneSeverities.value, zonesById.value, language.value, words));
    }),
    effect(() => map.speak(language.value)),
    effect(() => {
      const { deviceId, zoneId } = route.value;
      map.choose('chosen-device', deviceId);
      map.choose('chosen-zone', zoneId);
      const device = deviceId === null ? undefined : devicesById.value.get(deviceId);
      if (device) map.reveal([device.longitude, device.latitude]);
    }),
    followDevices(map),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Shows the whole city. */
export function fitWhole(map: CityMap): void {
  const bounds = boundsOf(zones.peek().flatMap((zone) => [...positionsOf(zone)]));
  if (bounds) map.fit(bounds);
}

/**
 * Updates changed devices, at most four times a second; all of them once a minute, for a device turns silent without a
 * message.
 */
function followDevices(map: CityMap): () => void {
  const shown = new Map<string, DeviceState>();
  const changed = new Set<string>();
  const throttled = throttle(() => {
    for (const id of changed) {
      const state = deviceState(id);
      if (shown.get(id) === state) continue;
      shown.set(id, state);
      map.mark('devices', id, { state });
    }
    changed.clear();
  });
  const stopReadings = onReadings((readings) => {
    for (const { deviceId } of readings) changed.add(deviceId);
    throttled.request();
  });
  const stopMinutes = effect(() => {
    cityMinute.value;
    for (const { id } of devices.value ?? []) changed.add(id);
    throttled.request();
  });
  return () => {
    stopReadings();
    stopMinutes();
    throttled.close();
  };
}
