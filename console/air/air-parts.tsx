import type { AirQualityIndex } from '../../model/air-quality.ts';
import { formatConcentration } from '../format/number.ts';
import { formatUnit } from '../format/unit.ts';
import { propertyTitle } from '../live/properties.ts';
import { texts } from '../texts/language.ts';
import { AirExclusions } from './air-exclusions.tsx';
import { indexText } from './index-text.ts';

/** The pollutants that an index was computed from, and those without an index of their own, with the reason. */
export function AirParts({ item }: { readonly item: AirQualityIndex }) {
  const { period, parts, gaps, primary, leastMinutes } = item;
  const { air: words, units } = texts.value;
  return (
    <section class="air-parts">
      <h3>{words.parts}</h3>
      {parts.length === 0 && <p class="dim">{words.noParts}</p>}
      {parts.length > 0 && (
        <table>
          <thead>
            <tr>
              <th>{words.pollutant}</th>
              <th>{words.averaging}</th>
              <th class="number">{words.concentration}</th>
              <th class="number">{words.partIndex}</th>
            </tr>
          </thead>
          <tbody>
            {parts
              .toSorted((a, b) => b.index - a.index)
              .map(({ property, averaging, concentration, unit, index, isBeyondScale, toCheck }) => (
                <tr key={`${property} ${averaging}`}>
                  <td class={primary.includes(property) ? 'decides' : undefined}>{propertyTitle(property)}</td>
                  <td>
                    <span class="dim">{words.averages[period][averaging]}</span>
                    {toCheck && <span class="source">{texts.value.alerts.toCheck}</span>}
                  </td>
                  <td class="number">
                    {formatConcentration(concentration)} {formatUnit(unit, units)}
                  </td>
                  <td class="number">
                    <b>{indexText({ index, isBeyondScale })}</b>
                    {isBeyondScale && <span class="source">{words.beyondScale}</span>}
                  </td>
                </tr>
              ))}
          </tbody>
        </table>
      )}
      {gaps.length > 0 && (
        <>
          <h4>{words.gaps}</h4>
          <ul class="air-gaps">
            {gaps.map(({ property, reason }) => (
              <li key={`${property} ${reason}`}>
                {propertyTitle(property)} <span class="dim">{words.gapReasons[reason]}</span>
              </li>
            ))}
          </ul>
          {leastMinutes !== null && gaps.some(({ reason }) => reason === 'too-few-minutes') && (
            <p class="dim">{words.hourNeeds(leastMinutes)}</p>
          )}
        </>
      )}
      <AirExclusions item={item} />
    </section>
  );
}
