import { useEffect, useMemo } from 'preact/hooks';
import type { Property } from '../../model/property.ts';
import { formatCount, formatValue } from '../format/number.ts';
import type { ListedDevice } from '../live/api-types.ts';
import { rangeText } from '../live/chosen-range.ts';
import { devices, followDevice } from '../live/devices.ts';
import { lastHeardAt } from '../live/readings.ts';
import { navigate, route, selectAir } from '../live/route.ts';
import { zoneName } from '../live/zones.ts';
import { texts } from '../texts/language.ts';
import { ChannelChart } from './channel-chart.tsx';
import { DeviceFacts } from './device-facts.tsx';
import { followReadings } from './follow-readings.ts';
import { followedDevice } from './followed.ts';
import { RangePicker } from './range-picker.tsx';
import { RefusalList } from './refusal-list.tsx';
import { zoneChannels } from './zone-channels.ts';

/** One device: its facts, its channels live, and its unmapped channels. */
export function DeviceView({ device }: { readonly device: ListedDevice }) {
  const { device: words, failed } = texts.value;
  const { range } = route.value;
  const following = useMemo(() => followReadings(followedDevice(device.id), range), [device.id, rangeText(range)]);
  useEffect(() => followDevice(device.id), [device.id]);
  useEffect(() => () => following.close(), [following]);
  const shown = following.shown.value;
  // What keeps its readings away comes before the charts.
  const heardAt = lastHeardAt(device.id) ?? Number.NEGATIVE_INFINITY;
  const isRefusedNow = device.refusals.some(({ lastAt }) => lastAt > heardAt);
  return (
    <div class="device-view">
      <button type="button" class="quiet change-device" onClick={() => navigate({ deviceId: null })}>
        ‹ {words.change}
      </button>
      <DeviceFacts device={device} />
      {device.channels.some(({ property }) => property.startsWith('air.')) && (
        <button type="button" class="link" onClick={() => selectAir({ at: { kind: 'device', id: device.id } })}>
          {texts.value.air.ofThisDevice}
        </button>
      )}
      {isRefusedNow && <RefusalList refusals={device.refusals} />}
      <RangePicker />
      {shown?.failure && <p role="alert">{failed(shown.failure)}</p>}
      {shown?.isTruncated && <p class="dim">{words.truncated}</p>}
      {device.channels.length === 0 && <p class="empty">{words.noChannels}</p>}
      {shown !== null && (
        <div class="charts">
          {device.channels.map(({ channel, property, unit }) => (
            <ChannelChart
              key={channel}
              channel={channel}
              property={property}
              unit={unit}
              readings={shown.series.get(channel) ?? []}
              range={shown.range}
            >
              <ZoneLink device={device} property={property} />
            </ChannelChart>
          ))}
        </div>
      )}
      {!isRefusedNow && <RefusalList refusals={device.refusals} />}
      {device.unmapped.length > 0 && (
        <section class="unmapped">
          <h3>{words.unmapped}</h3>
          <p class="dim">{words.unmappedHint}</p>
          <ul>
            {device.unmapped.map(({ channel, count, lastValue }) => (
              <li key={channel}>
                <code>{channel}</code> {words.unmappedRow(formatCount(count), formatValue(lastValue))}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

/** Link to the same property at the other devices of the zone, if there are any. */
function ZoneLink({ device: { zoneId }, property }: { readonly device: ListedDevice; readonly property: Property }) {
  if (zoneId === null || zoneChannels(devices.value ?? [], zoneId, property).length < 2) return null;
  return (
    <button type="button" class="link" onClick={() => navigate({ tab: 'device', series: { zoneId, property } })}>
      {texts.value.series.openFor(zoneName(zoneId))}
    </button>
  );
}
