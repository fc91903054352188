import type { AirQualityIndex } from '../../model/air-quality.ts';
import { formatConcentration } from '../format/number.ts';
import { propertyTitle, propertyUnit } from '../live/properties.ts';
import { texts } from '../texts/language.ts';

/** The stations that did not count in hours of a period, each with the reason and what it had measured. */
export function AirExclusions({ item: { excluded, excludedHours } }: { readonly item: AirQualityIndex }) {
  const { air: words } = texts.value;
  const listedHours = excluded.reduce((sum, { hours }) => sum + hours, 0);
  if (excluded.length === 0) return null;
  return (
    <>
      <h4>{words.excluded}</h4>
      <ul class="air-excluded">
        {excluded.map(({ deviceId, property, reason, value, minutes, hours }) => (
          <li key={`${deviceId} ${property} ${reason}`}>
            <b>{deviceId}</b> {propertyTitle(property)} {formatConcentration(value)} {propertyUnit(property)}{' '}
            <span class="dim">
              {reason === 'too-few-minutes' ? words.minutesOnly(minutes) : words.exclusionReasons[reason]}
              {hours > 1 && ` (${words.inHours(hours)})`}
            </span>
          </li>
        ))}
      </ul>
      {excludedHours > listedHours && <p class="dim">{words.moreExcluded(excludedHours - listedHours)}</p>}
    </>
  );
}
