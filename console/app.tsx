import { useSignalEffect } from '@preact/signals';
import { AirPanel } from './air/air-panel.tsx';
import { AlertsPanel } from './alerts/alerts-panel.tsx';
import { DevicePanel } from './device/device-panel.tsx';
import { Header } from './header/header.tsx';
import { SignedOut } from './header/signed-out.tsx';
import { StandingBanner } from './header/standing-banner.tsx';
import { TabBar } from './header/tab-bar.tsx';
import { Waiting } from './header/waiting.tsx';
import { LedgerPanel } from './ledger/ledger-panel.tsx';
import { activeAlerts, announcement } from './live/alerts.ts';
import { city } from './live/city.ts';
import { go, place } from './live/place.ts';
import { LOWER_TABS } from './live/place-text.ts';
import { session } from './live/session-state.ts';
import { isGrey } from './live/status.ts';
import { MapPanel } from './map/map-panel.tsx';
import { nameIn, texts } from './texts/language.ts';

/** The page: whoever is signed in sees the room, everybody else how to get in. */
export function App() {
  useSignalEffect(() => {
    const name = city.value ? nameIn(city.value.name) : '';
    const count = activeAlerts.value.length;
    document.title = `${count > 0 ? `(${count}) ` : ''}${name ? `${name} · ` : ''}Citynerve`;
  });
  if (session.value.is === 'signed-out') return <SignedOut />;
  if (session.value.is !== 'signed-in') return <Waiting />;
  return <Room />;
}

function Room() {
  const { tab, lower } = place.value;
  return (
    <div class="room" data-tab={tab} data-lower={lower} data-grey={isGrey.value ? '' : undefined}>
      <Header />
      <StandingBanner />
      <main class="panels">
        <MapPanel />
        <AlertsPanel />
        <div class="lower">
          <LowerSwitch />
          <DevicePanel />
          <AirPanel />
          <LedgerPanel />
        </div>
      </main>
      <TabBar />
      <p class="visually-hidden" aria-live="assertive">
        {announcement.value}
      </p>
    </div>
  );
}

/** On a wide page, which of the lower panels is seen. */
function LowerSwitch() {
  const words = texts.value.tabs;
  return (
    <nav class="switch lower-switch" aria-label={words.label}>
      {LOWER_TABS.map((lower) => (
        <button
          type="button"
          key={lower}
          aria-current={place.value.lower === lower ? 'true' : undefined}
          onClick={() => go({ tab: lower })}
        >
          {words[lower]}
        </button>
      ))}
    </nav>
  );
}
