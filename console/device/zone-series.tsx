import { useComputed } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { rangeText } from '../live/chosen-range.ts';
import { devices } from '../live/devices.ts';
import { propertyTitle, propertyUnit } from '../live/properties.ts';
import { navigate, route } from '../live/route.ts';
import type { ZoneProperty } from '../live/route-text.ts';
import { zoneName } from '../live/zones.ts';
import { texts } from '../texts/language.ts';
import { followReadings } from './follow-readings.ts';
import { followedZone } from './followed.ts';
import { RangePicker } from './range-picker.tsx';
import { propertiesByZone, zoneChannels } from './zone-channels.ts';
import { ZoneChart } from './zone-chart.tsx';

/** One property over all devices of a zone, whatever their dialects: one chart, one unit. */
export function ZoneSeries({ series: { zoneId, property } }: { readonly series: ZoneProperty }) {
  const { series: words, device: deviceWords, failed } = texts.value;
  const { deviceId, range } = route.value;
  const following = useMemo(
    () => followReadings(followedZone(zoneId, property), range),
    [zoneId, property, rangeText(range)],
  );
  useEffect(() => () => following.close(), [following]);
  const channels = useMemo(
    () => zoneChannels(devices.value ?? [], zoneId, property),
    [devices.value, zoneId, property],
  );
  const shown = following.shown.value;
  return (
    <div class="device-view zone-series">
      <button type="button" class="quiet back-to-device" onClick={() => navigate({ series: null })}>
        ‹ {deviceId ?? words.back}
      </button>
      <header>
        <h2>
          {words.title(propertyTitle(property), zoneName(zoneId))} <span class="dim">{propertyUnit(property)}</span>
        </h2>
        <SeriesPicker zoneId={zoneId} property={property} />
      </header>
      <RangePicker />
      {shown?.failure && <p role="alert">{failed(shown.failure)}</p>}
      {shown?.isTruncated && <p class="dim">{deviceWords.truncated}</p>}
      {devices.value !== null && channels.length === 0 && <p class="empty">{words.none}</p>}
      {shown !== null && channels.length > 0 && <ZoneChart channels={channels} shown={shown} property={property} />}
    </div>
  );
}

/** Selects zone and property. */
function SeriesPicker({ zoneId, property }: ZoneProperty) {
  const { device: deviceWords, series: words } = texts.value;
  const offered = useComputed(() => propertiesByZone(devices.value ?? []));
  const zoneIds = [...new Set([zoneId, ...offered.value.keys()])].sort((a, b) => (zoneName(a) < zoneName(b) ? -1 : 1));
  const properties = [...new Set([property, ...(offered.value.get(zoneId) ?? [])])].sort();
  return (
    <p class="series-picker">
      <select
        aria-label={deviceWords.zone}
        value={zoneId}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          const there = offered.value.get(chosen) ?? [];
          navigate({
            series: { zoneId: chosen, property: there.includes(property) ? property : (there[0] ?? property) },
          });
        }}
      >
        {zoneIds.map((id) => (
          <option key={id} value={id}>
            {zoneName(id)}
          </option>
        ))}
      </select>
      <select
        aria-label={words.property}
        value={property}
        onChange={(event) => navigate({ series: { zoneId, property: event.currentTarget.value } })}
      >
        {properties.map((id) => (
          <option key={id} value={id}>
            {propertyTitle(id)}
          </option>
        ))}
      </select>
    </p>
  );
}
