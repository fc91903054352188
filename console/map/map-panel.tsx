import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { navigate, route } from '../live/route.ts';
import { theme } from '../live/theme.ts';
import { zoneKindTitle, zones } from '../live/zones.ts';
import { language, nameIn, texts } from '../texts/language.ts';
import { bindMap, fitWhole } from './bind-map.ts';
import type { CityMap } from './city-map.ts';
import { Legend } from './legend.tsx';
import { readPalette } from './palette.ts';
import { ZoneCard } from './zone-card.tsx';

/** The city: zones with their alerts, roads, drains and devices. */
export function MapPanel() {
  const words = texts.value.map;
  const host = useRef<HTMLDivElement>(null);
  const map = useSignal<CityMap | null>(null);
  const step = useSignal<'loading' | 'drawn' | 'failed'>('loading');

  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    let isOver = false;
    let stop = (): void => undefined;
    drawMap(element)
      .then((made) => {
        if (isOver) return made.close();
        const unbind = bindMap(made);
        map.value = made;
        step.value = 'drawn';
        stop = () => {
          unbind();
          made.close();
        };
      })
      .catch(() => {
        step.value = 'failed';
      });
    return () => {
      isOver = true;
      map.value = null;
      stop();
    };
  }, [theme.value]);

  return (
    <section class="panel map-panel" aria-label={words.title}>
      <div ref={host} class="map-host" />
      {step.value !== 'drawn' && (
        <p class="empty map-message">{step.value === 'loading' ? words.loading : words.failed}</p>
      )}
      <ZonePicker />
      {map.value !== null && <MapButtons map={map.value} />}
      <Legend />
      {route.value.zoneId !== null && <ZoneCard zoneId={route.value.zoneId} />}
    </section>
  );
}

/** MapLibre is larger than all the rest of the page, so it is loaded last. */
async function drawMap(host: HTMLElement): Promise<CityMap> {
  const { createCityMap } = await import('./city-map.ts');
  return createCityMap(host, {
    palette: readPalette(),
    language: language.peek(),
    title: texts.peek().map.title,
    onPick: (picked) => {
      if (picked === null) navigate({ zoneId: null });
      else if ('deviceId' in picked) navigate({ tab: 'device', deviceId: picked.deviceId });
      else navigate({ zoneId: picked.zoneId });
    },
  });
}

function MapButtons({ map }: { readonly map: CityMap }) {
  const words = texts.value.map;
  return (
    <div class="map-buttons">
      <button type="button" aria-label={words.zoomIn} onClick={() => map.zoomBy(1)}>
        +
      </button>
      <button type="button" aria-label={words.zoomOut} onClick={() => map.zoomBy(-1)}>
        −
      </button>
      <button type="button" onClick={() => fitWhole(map)} aria-label={words.wholeCity} title={words.wholeCity}>
        ⤢
      </button>
    </div>
  );
}

/** Selects a zone without a pointing device. */
function ZonePicker() {
  const words = texts.value.map;
  return (
    <select
      class="zone-picker"
      aria-label={words.chooseZone}
      value={route.value.zoneId ?? ''}
      onChange={(event) => navigate({ zoneId: event.currentTarget.value || null })}
    >
      <option value="">{words.noZone}</option>
      {zones.value.map(({ properties: { id, kind, name } }) => (
        <option key={id} value={id}>
          {zoneKindTitle(kind)} · {nameIn(name)}
        </option>
      ))}
    </select>
  );
}
