import type { AirQualityIndex } from '../../model/air-quality.ts';
import { timeZone } from '../live/city.ts';
import { propertyTitle } from '../live/properties.ts';
import { nameIn, texts } from '../texts/language.ts';
import { classInk } from './class-ink.ts';
import { indexText } from './index-text.ts';
import { LevelMark } from './level-mark.tsx';
import { periodText } from './period-text.ts';

/** The index of one period, large: number, class as colour, shape and name, and the pollutants that decide it. */
export function AirNow({ item }: { readonly item: AirQualityIndex }) {
  const words = texts.value.air;
  const { index, category, primary } = item;
  const colours = category ? { background: category.colour, color: classInk(category.colour) } : {};
  return (
    <section class="air-now" aria-label={words.index}>
      <p class="dim">
        {words.index} · <time>{periodText(item, timeZone.value)}</time>
      </p>
      <p class="air-index" data-empty={index === null} style={colours}>
        <strong class="air-number">{indexText(item)}</strong>
        {category ? (
          <span class="air-class">
            <span class="air-class-name">{nameIn(category.title)}</span>
            <span class="air-level">
              <LevelMark level={category.level} /> {words.level(category.level)}
            </span>
            {item.isBeyondScale && <span>{words.beyondScale}</span>}
          </span>
        ) : (
          <span class="air-class">{words.noIndex}</span>
        )}
      </p>
      <p>
        <span class="dim">{words.primary}</span>{' '}
        <b class="air-primary">
          {primary.length === 0 ? words.primaryNone : primary.map(propertyTitle).join(texts.value.listComma)}
        </b>
      </p>
    </section>
  );
}
