import { useSignalEffect } from '@preact/signals';
import { AirPanel } from './air/air-panel.tsx';
import { AlertsPanel } from './alerts/alerts-panel.tsx';
import { DevicePanel } from './device/device-panel.tsx';
import { BuildBanner } from './header/build-banner.tsx';
import { FreshnessBanner } from './header/freshness-banner.tsx';
import { Header } from './header/header.tsx';
import { SignedOut } from './header/signed-out.tsx';
import { TabBar } from './header/tab-bar.tsx';
import { Waiting } from './header/waiting.tsx';
import { LedgerPanel } from './ledger/ledger-panel.tsx';
import { activeAlerts, announcement } from './live/alerts.ts';
import { city } from './live/city.ts';
import { navigate, route } from './live/route.ts';
import { LOWER_TABS } from './live/route-text.ts';
import { session } from './live/session-state.ts';
import { isGrey } from './live/status.ts';
import { MapPanel } from './map/map-panel.tsx';
import { nameIn, texts } from './texts/language.ts';

/** The page: the panels for a user who is signed in, else how to sign in. */
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
  const { tab, lower } = route.value;
  return (
    <div class="room" data-tab={tab} data-lower={lower} data-grey={isGrey.value ? '' : undefined}>
      <Header />
      <FreshnessBanner />
      <BuildBanner />
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

/** On a wide page, selects the lower panel. */
function LowerSwitch() {
  const words = texts.value.tabs;
  return (
    <nav class="switch lower-switch" aria-label={words.label}>
      {LOWER_TABS.map((lower) => (
        <button
          type="button"
          key={lower}
          aria-current={route.value.lower === lower ? 'true' : undefined}
          onClick={() => navigate({ tab: lower })}
        >
          {words[lower]}
        </button>
      ))}
    </nav>
  );
}
