import { devices, devicesById } from '../live/devices.ts';
import { place } from '../live/place.ts';
import { streamOpens } from '../live/session-state.ts';
import { texts } from '../texts/language.ts';
import { DevicePicker } from './device-picker.tsx';
import { DeviceView } from './device-view.tsx';

/** One device's last hour, and the list to choose it from. */
export function DevicePanel() {
  const words = texts.value.device;
  const { deviceId } = place.value;
  const device = deviceId === null ? undefined : devicesById.value.get(deviceId);
  return (
    <section class="panel device-panel" data-chosen={deviceId !== null} aria-label={words.title}>
      <DevicePicker />
      <div class="device-body">
        {deviceId === null && <p class="empty">{devices.value?.length === 0 ? words.none : words.choose}</p>}
        {deviceId !== null && !device && devices.value !== null && <p class="empty">{words.unknown}</p>}
        {/* After a lost connection the hour is loaded anew: what was missed is in the store. */}
        {device && <DeviceView key={`${device.id} ${streamOpens.value}`} device={device} />}
      </div>
    </section>
  );
}
