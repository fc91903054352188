import type { AirPlace } from '../../model/air-quality.ts';
import { devicesById } from '../live/devices.ts';
import { route, selectAir } from '../live/route.ts';
import { AIR_PERIODS, AIR_STANDARDS, airPlaceOf, airPlaceText } from '../live/route-text.ts';
import { zoneKindTitle, zoneName, zonesById } from '../live/zones.ts';
import { texts } from '../texts/language.ts';
import { editionsOf } from './editions.ts';
import type { AirOffer } from './use-air.ts';

/** Fields for place, standard, edition and period (hour or day). */
export function AirControls({ offer, at }: { readonly offer: AirOffer; readonly at: AirPlace }) {
  const words = texts.value.air;
  const { standard, period, edition } = route.value.air;
  const editions = editionsOf(offer.editions, standard, period);
  const isNamed = edition !== null && editions.some(({ version }) => version === edition);
  return (
    <div class="air-controls">
      <PlaceField offer={offer} at={at} />
      <Switch
        label={words.standard}
        values={AIR_STANDARDS}
        chosen={standard}
        words={words.standards}
        // An edition belongs to one standard.
        onChoose={(chosen) => selectAir({ standard: chosen, edition: null })}
      />
      <Switch
        label={words.period}
        values={AIR_PERIODS}
        chosen={period}
        words={words.periods}
        // In China it belongs to one period, too.
        onChoose={(chosen) => selectAir({ period: chosen, edition: null })}
      />
      <label class="air-field">
        <span class="dim">{words.edition}</span>
        <select value={edition ?? ''} onChange={(event) => selectAir({ edition: event.currentTarget.value || null })}>
          <option value="">{words.byDate}</option>
          {editions.map(({ id, version, effectiveFrom }) => (
            <option key={`${id} ${version}`} value={version}>
              {effectiveFrom === null ? version : words.editionFrom(version, effectiveFrom)}
            </option>
          ))}
          {edition !== null && !isNamed && <option value={edition}>{edition}</option>}
        </select>
      </label>
    </div>
  );
}

function PlaceField({ offer: { places }, at }: { readonly offer: AirOffer; readonly at: AirPlace }) {
  const { air: words } = texts.value;
  const chosen = airPlaceText(at);
  const named = places.some((each) => airPlaceText(each) === chosen) ? places : [at, ...places];
  const optionsOf = (kind: AirPlace['kind'], name: (id: string) => string) =>
    named
      .filter((each) => each.kind === kind)
      .map((each) => (
        <option key={each.id} value={airPlaceText(each)}>
          {name(each.id)}
        </option>
      ));
  return (
    <label class="air-field">
      <span class="dim">{words.place}</span>
      <select value={chosen} onChange={(event) => selectAir({ at: airPlaceOf(event.currentTarget.value) })}>
        <optgroup label={words.zones}>
          {optionsOf('zone', (id) => {
            const kind = zonesById.value.get(id)?.properties.kind;
            return kind ? `${zoneName(id)} (${zoneKindTitle(kind)})` : id;
          })}
        </optgroup>
        <optgroup label={words.devices}>
          {optionsOf('device', (id) => {
            const zoneId = devicesById.value.get(id)?.zoneId ?? null;
            return zoneId === null ? id : `${id} (${zoneName(zoneId)})`;
          })}
        </optgroup>
      </select>
    </label>
  );
}

function Switch<T extends string>(props: {
  readonly label: string;
  readonly values: readonly T[];
  readonly chosen: T;
  readonly words: Readonly<Record<T, string>>;
  readonly onChoose: (value: T) => void;
}) {
  const { label, values, chosen, words, onChoose } = props;
  return (
    <fieldset class="air-field">
      <legend class="dim">{label}</legend>
      <span class="switch">
        {values.map((value) => (
          <button type="button" key={value} aria-pressed={value === chosen} onClick={() => onChoose(value)}>
            {words[value]}
          </button>
        ))}
      </span>
    </fieldset>
  );
}
