import { devices, devicesById } from '../live/devices.ts';
import { route } from '../live/route.ts';
import { streamOpens } from '../live/session-state.ts';
import { texts } from '../texts/language.ts';
import { DevicePicker } from './device-picker.tsx';
import { DeviceView } from './device-view.tsx';
import { ZoneSeries } from './zone-series.tsx';

/** Charts of a device or of one property of a zone, and the list of devices. */
export function DevicePanel() {
  const words = texts.value.device;
  const { deviceId, series } = route.value;
  const device = deviceId === null ? undefined : devicesById.value.get(deviceId);
  return (
    <section class="panel device-panel" data-chosen={deviceId !== null || series !== null} aria-label={words.title}>
      <DevicePicker />
      <div class="device-body">
        {series && <ZoneSeries key={`${series.zoneId} ${series.property} ${streamOpens.value}`} series={series} />}
        {!series && deviceId === null && <p class="empty">{devices.value?.length === 0 ? words.none : words.choose}</p>}
        {!series && deviceId !== null && !device && devices.value !== null && <p class="empty">{words.unknown}</p>}
        {/* After a lost connection the readings are loaded again: the store has the missed readings. */}
        {!series && device && <DeviceView key={`${device.id} ${streamOpens.value}`} device={device} />}
      </div>
    </section>
  );
}
