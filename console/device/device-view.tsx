import { useEffect, useMemo } from 'preact/hooks';
import { formatCount, formatValue } from '../format/number.ts';
import type { ListedDevice } from '../live/api-types.ts';
import { loadDevice } from '../live/devices.ts';
import { go } from '../live/place.ts';
import { texts } from '../texts/language.ts';
import { ChannelChart } from './channel-chart.tsx';
import { DeviceFacts } from './device-facts.tsx';
import { followLastHour } from './last-hour.ts';

/** One device: what it is, its channels live, and what it sends that nobody has mapped. */
export function DeviceView({ device }: { readonly device: ListedDevice }) {
  const { device: words, failed } = texts.value;
  const following = useMemo(() => followLastHour(device.id), [device.id]);
  useEffect(() => {
    void loadDevice(device.id).catch(() => null);
    return () => following.close();
  }, [following]);
  const hour = following.hour.value;
  return (
    <div class="device-view">
      <button type="button" class="quiet change-device" onClick={() => go({ deviceId: null })}>
        ‹ {words.change}
      </button>
      <DeviceFacts device={device} />
      {hour?.failure && <p role="alert">{failed(hour.failure)}</p>}
      {hour?.isTruncated && <p class="dim">{words.truncated}</p>}
      {device.channels.length === 0 && <p class="empty">{words.noChannels}</p>}
      {hour !== null && (
        <div class="charts">
          {device.channels.map(({ channel, property, unit }) => (
            <ChannelChart
              key={channel}
              channel={channel}
              property={property}
              unit={unit}
              readings={hour.channels.get(channel) ?? []}
              range={hour.range}
            />
          ))}
        </div>
      )}
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
