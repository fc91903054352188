import { activeAlerts } from '../live/alerts.ts';
import { navigate, route } from '../live/route.ts';
import { TABS, type Tab } from '../live/route-text.ts';
import { texts } from '../texts/language.ts';

const SHAPES: Readonly<Record<Tab, string>> = {
  map: 'M3 6l6-2 6 2 6-2v14l-6 2-6-2-6 2zM9 4v14M15 6v14',
  alerts: 'M12 3l10 18H2zM12 10v5M12 17.5v1',
  device: 'M7 3h10v18H7zM10 7h4M12 17v.5',
  air: 'M3 9h11a3 3 0 1 0-3-3M3 13h15a3 3 0 1 1-3 3M3 17h6',
  ledger: 'M5 3h14v18H5zM9 8h6M9 12h6M9 16h3',
};

/** On a phone, selects one part of the page. */
export function TabBar() {
  const words = texts.value;
  return (
    <nav class="tab-bar" aria-label={words.tabs.label}>
      {TABS.map((tab) => (
        <button
          type="button"
          key={tab}
          aria-current={route.value.tab === tab ? 'page' : undefined}
          onClick={() => navigate({ tab })}
        >
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d={SHAPES[tab]} />
          </svg>
          {words.tabs[tab]}
          {tab === 'alerts' && activeAlerts.value.length > 0 && (
            <span class="tab-count" title={words.alerts.count(activeAlerts.value.length)}>
              {activeAlerts.value.length}
            </span>
          )}
        </button>
      ))}
    </nav>
  );
}
