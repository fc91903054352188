import { city, cityClock, cityTime } from '../live/city.ts';
import { session } from '../live/session-state.ts';
import { signOut } from '../live/start.ts';
import { freshness, status } from '../live/status.ts';
import { nameIn, texts } from '../texts/language.ts';
import { LanguageSwitch } from './language-switch.tsx';

/** Name of the city, city time, freshness and user. */
export function Header() {
  const words = texts.value.header;
  const user = session.value.is === 'signed-in' ? session.value.user : '';
  return (
    <header class="header">
      <h1 class="city-name">
        {city.value ? nameIn(city.value.name) : 'Citynerve'}
        {city.value?.simulated && (
          <span class="badge" title={words.simulatedHint}>
            {words.simulated}
          </span>
        )}
      </h1>
      <Clock />
      <FreshnessMark />
      <span class="user" title={words.signedInAs(user)}>
        {user}
      </span>
      <FlowsLink />
      <LanguageSwitch />
      <button type="button" class="quiet" onClick={signOut}>
        {words.signOut}
      </button>
    </header>
  );
}

/** The flow editor is a page of its own with a Content-Security-Policy of its own. */
function FlowsLink() {
  const words = texts.value.header;
  return (
    <a class="button quiet flows-link" href="/flows/" target="_blank" rel="noopener" title={words.flowsHint}>
      <svg viewBox="0 0 18 16" aria-hidden="true">
        <path d="M1 2h6v4H1zM11 10h6v4h-6zM7 4h2v8h2" />
      </svg>
      <span class="flows-word">{words.flows}</span>
    </a>
  );
}

function Clock() {
  const words = texts.value.header;
  const at = cityTime.value;
  return (
    <p class="clock">
      <span class="visually-hidden">{words.cityTime} </span>
      {at === null ? (
        <span class="dim">{words.noTimeYet}</span>
      ) : (
        <time dateTime={new Date(at).toISOString()} title={`${words.cityTime} (${city.value?.timeZone ?? ''})`}>
          {cityClock(at, 'full')}
        </time>
      )}
      {city.value?.clock === 'driven' && (
        <span class="badge" title={words.drivenClockHint}>
          {words.drivenClock}
        </span>
      )}
    </p>
  );
}

/** Shown only when everything is up to date; else a banner says what is not. */
function FreshnessMark() {
  if (freshness.value.is !== 'up-to-date' || status.value?.build) return null;
  return <span class="lag dim">{texts.value.freshness.upToDate}</span>;
}
