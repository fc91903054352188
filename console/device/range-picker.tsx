import { useSignal } from '@preact/signals';
import { civilInstant, civilMinute } from '../format/civil-instant.ts';
import { LASTS, rangeAt, rangeText } from '../live/chosen-range.ts';
import { cityTime, timeZone } from '../live/city.ts';
import { navigate, route } from '../live/route.ts';
import { texts } from '../texts/language.ts';

/** Selects the time that the charts show: up to now, or between two civil times of the city. */
export function RangePicker() {
  const { range: words } = texts.value;
  const { range } = route.value;
  const isOpen = useSignal(typeof range !== 'string');
  return (
    <div class="range-picker">
      <fieldset>
        <legend class="dim">{words.title}</legend>
        <span class="switch">
          {LASTS.map((last) => (
            <button
              type="button"
              key={last}
              aria-pressed={range === last && !isOpen.value}
              onClick={() => {
                isOpen.value = false;
                navigate({ range: last });
              }}
            >
              {words.lasts[last]}
            </button>
          ))}
          <button
            type="button"
            aria-pressed={isOpen.value}
            onClick={() => {
              isOpen.value = true;
            }}
          >
            {words.between}
          </button>
        </span>
      </fieldset>
      {isOpen.value && <BetweenForm key={rangeText(range)} />}
    </div>
  );
}

/** Two fields in the civil time of the city; what they say is shown once it is sent. */
function BetweenForm() {
  const { range: words } = texts.value;
  const zone = timeZone.value;
  const [shownFrom, shownUntil] = rangeAt(route.peek().range, cityTime.peek() ?? 0);
  const fields = useSignal({ from: civilMinute(shownFrom, zone), until: civilMinute(shownUntil, zone) });
  const isWrong = useSignal(false);
  const show = (event: Event): void => {
    event.preventDefault();
    const from = civilInstant(fields.value.from, zone);
    const until = civilInstant(fields.value.until, zone);
    isWrong.value = from === null || until === null || from >= until;
    if (from !== null && until !== null && from < until) navigate({ range: { from, until } });
  };
  const field = (name: 'from' | 'until') => (
    <label>
      <span class="dim">{words[name]}</span>
      <input
        type="datetime-local"
        required
        value={fields.value[name]}
        onInput={(event) => {
          fields.value = { ...fields.value, [name]: event.currentTarget.value };
        }}
      />
    </label>
  );
  return (
    <form class="between" onSubmit={show}>
      {field('from')}
      {field('until')}
      <button type="submit">{words.show}</button>
      <span class="dim">{words.civilTime(zone)}</span>
      {isWrong.value && <p role="alert">{words.wrong}</p>}
    </form>
  );
}
