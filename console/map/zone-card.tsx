import { SeverityMark } from '../alerts/severity-mark.tsx';
import { zoneChannels } from '../device/zone-channels.ts';
import { formatValue } from '../format/number.ts';
import { activeAlerts } from '../live/alerts.ts';
import { cityClock } from '../live/city.ts';
import { devices } from '../live/devices.ts';
import { propertyKind, propertyTitle, propertyUnit } from '../live/properties.ts';
import { navigate } from '../live/route.ts';
import { statesByZone } from '../live/states.ts';
import { status } from '../live/status.ts';
import { zoneKindTitle, zoneName, zonesById } from '../live/zones.ts';
import { nameIn, texts } from '../texts/language.ts';

/** One zone: its active alerts, and the estimate of each property with its uncertainty and number of devices. */
export function ZoneCard({ zoneId }: { readonly zoneId: string }) {
  const words = texts.value.map;
  const kind = zonesById.value.get(zoneId)?.properties.kind;
  const alerts = activeAlerts.value.filter((alert) => alert.zoneId === zoneId);
  const states = [...(statesByZone.value.get(zoneId)?.values() ?? [])].sort((a, b) =>
    a.property < b.property ? -1 : 1,
  );
  const off = (status.value?.notWatched ?? []).filter((each) => each.zoneId === zoneId).map((each) => each.scenarioId);
  return (
    <aside class="zone-card" aria-label={zoneName(zoneId)}>
      <header>
        <h2>{zoneName(zoneId)}</h2>
        <span class="dim">{kind && zoneKindTitle(kind)}</span>
        <button type="button" class="quiet" aria-label={words.close} onClick={() => navigate({ zoneId: null })}>
          ×
        </button>
      </header>
      {off.length > 0 && <p>{texts.value.freshness.notWatchedHere(off.join(texts.value.listComma))}</p>}
      {alerts.length === 0 && off.length === 0 && <p class="dim">{words.noAlert}</p>}
      {alerts.map((alert) => (
        <button
          type="button"
          key={alert.id}
          class="zone-alert"
          onClick={() => navigate({ tab: 'alerts', alertId: alert.id })}
        >
          <SeverityMark severity={alert.severity} /> {nameIn(alert.title)}
          {alert.isUnwatched && <span class="unwatched">{texts.value.alerts.unwatched}</span>}
        </button>
      ))}
      <h3>{words.stateTitle}</h3>
      {states.length === 0 && <p class="dim">{words.stateEmpty}</p>}
      <dl class="zone-states">
        {states.map(({ property, value, uncertainty, at, contributors, setAside }) => (
          <div key={property}>
            <dt>
              <PropertyName zoneId={zoneId} property={property} />
            </dt>
            <dd>
              <b>{formatValue(value)}</b> ± {formatValue(uncertainty)} {propertyUnit(property)}
              {propertyKind(property) === 'amount' && ` ${words.inMinute}`}
              <span class="source">
                {cityClock(at, 'minute')} · {words.rest(devicesIn(contributors), devicesIn(setAside))}
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </aside>
  );
}

/** Several readings of an amount may be of one device. */
const devicesIn = (readings: readonly { readonly deviceId: string }[]): number =>
  new Set(readings.map(({ deviceId }) => deviceId)).size;

/** A property's title; a link to the single devices where the zone has some that measure it. */
function PropertyName({ zoneId, property }: { readonly zoneId: string; readonly property: string }) {
  if (zoneChannels(devices.value ?? [], zoneId, property).length === 0) return <>{propertyTitle(property)}</>;
  return (
    <button
      type="button"
      class="link"
      title={texts.value.series.openFor(zoneName(zoneId))}
      onClick={() => navigate({ tab: 'device', series: { zoneId, property } })}
    >
      {propertyTitle(property)}
    </button>
  );
}
