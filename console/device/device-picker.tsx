import { useComputed, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ListedDevice } from '../live/api-types.ts';
import { cityMinute } from '../live/city.ts';
import { devices } from '../live/devices.ts';
import { deviceState } from '../live/readings.ts';
import { navigate, route } from '../live/route.ts';
import { zoneName } from '../live/zones.ts';
import { texts } from '../texts/language.ts';
import { QualityMark } from './quality-mark.tsx';
import { propertiesByZone } from './zone-channels.ts';

const SHOWN_AT_MOST = 200;

/** A searchable list of all devices. */
export function DevicePicker() {
  const words = texts.value.device;
  const search = useSignal('');
  const found = useComputed(() => matching(devices.value ?? [], search.value));
  const shown = found.value.slice(0, SHOWN_AT_MOST);
  const chosen = route.value.deviceId;
  useEffect(() => {
    document.querySelector('.device-list [aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen, devices.value === null]);
  return (
    <div class="device-picker">
      <input
        type="search"
        aria-label={words.search}
        placeholder={words.searchPlaceholder}
        value={search.value}
        onInput={(event) => {
          search.value = event.currentTarget.value;
        }}
      />
      <p class="dim count" role="status">
        {devices.value !== null && found.value.length === 0 && devices.value.length > 0
          ? words.notFound
          : words.found(shown.length, found.value.length)}
      </p>
      <CompareButton />
      <ul class="device-list">
        {shown.map((device) => (
          <DeviceRow key={device.id} device={device} isChosen={device.id === chosen} minute={cityMinute.value} />
        ))}
      </ul>
    </div>
  );
}

/** Opens one property over all devices of a zone: the zone selected on the map, else the device's, else the first. */
function CompareButton() {
  const { zoneId, deviceId } = route.value;
  const offered = propertiesByZone(devices.value ?? []);
  const ofDevice = devices.value?.find(({ id }) => id === deviceId)?.zoneId ?? null;
  const [first] = [zoneId, ofDevice, ...offered.keys()].filter((id) => id !== null && offered.has(id));
  const [property] = offered.get(first ?? '') ?? [];
  if (!first || property === undefined) return null;
  return (
    <button
      type="button"
      class="compare"
      aria-current={route.value.series !== null ? 'true' : undefined}
      onClick={() => navigate({ tab: 'device', series: { zoneId: first, property } })}
    >
      {texts.value.series.open}
    </button>
  );
}

/** `minute` renders a row again once a minute instead of at each reading of its device. */
function DeviceRow(props: {
  readonly device: ListedDevice;
  readonly isChosen: boolean;
  readonly minute: number | null;
}) {
  const { device, isChosen } = props;
  const words = texts.value.device;
  return (
    <li>
      <button
        type="button"
        aria-current={isChosen ? 'true' : undefined}
        onClick={() => navigate({ tab: 'device', deviceId: device.id })}
      >
        <QualityMark state={deviceState(device.id)} isBare />
        <span class="device-id">{device.id}</span>
        <span class="dim">
          {words.models[device.model] ?? device.model}
          {device.zoneId !== null && ` · ${zoneName(device.zoneId)}`}
        </span>
      </button>
    </li>
  );
}

/** Devices in which every word of the search occurs somewhere. */
function matching(all: readonly ListedDevice[], search: string): readonly ListedDevice[] {
  const wanted = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return all;
  const { models } = texts.value.device;
  return all.filter((device) => {
    const zone = device.zoneId === null ? '' : `${device.zoneId} ${zoneName(device.zoneId)}`;
    const about = `${device.id} ${device.model} ${models[device.model] ?? ''} ${device.provider} ${device.department} ${zone}`;
    return wanted.every((word) => about.toLowerCase().includes(word));
  });
}
