import type { AirQualityIndex } from '../../model/air-quality.ts';
import { cityClock, timeZone } from '../live/city.ts';
import { propertyTitle } from '../live/properties.ts';
import { nameIn, texts } from '../texts/language.ts';
import { classInk } from './class-ink.ts';
import { indexText } from './index-text.ts';
import { LevelMark } from './level-mark.tsx';
import { axisText, isTick, periodText } from './period-text.ts';
import { classesOf, type EditionChange, editionChanges, scaleTop } from './periods.ts';

/** The periods up to now as bars, one of them selected, and as a table. A change of edition is marked. */
export function AirHistory(props: {
  readonly items: readonly AirQualityIndex[];
  readonly shown: AirQualityIndex;
  readonly onPick: (from: number) => void;
}) {
  const { items, shown, onPick } = props;
  const words = texts.value.air;
  const changes = editionChanges(items);
  const top = scaleTop(items);
  return (
    <section class="air-history">
      <fieldset>
        <legend>
          <h3>{words.history[shown.period]}</h3>
          <span class="visually-hidden">{words.choosePeriod}</span>
        </legend>
        <div class="air-bars" data-period={shown.period}>
          {items.map((item) => (
            <Bar
              key={item.from}
              item={item}
              top={top}
              isPicked={item === shown}
              change={changes.find(({ at }) => at === item.from)}
              onPick={onPick}
            />
          ))}
        </div>
      </fieldset>
      <ul class="air-legend">
        {classesOf(items).map(({ level, title, colour }) => (
          <li key={`${level} ${colour} ${title.en}`}>
            <span class="air-chip" style={{ background: colour, color: classInk(colour) }}>
              {level}
            </span>
            {nameIn(title)}
          </li>
        ))}
      </ul>
      {changes.map((change) => (
        <p key={change.at} class="air-change">
          {words.changes(cityClock(change.at, 'date'), editionName(change.before), editionName(change.after))}
        </p>
      ))}
      <details>
        <summary>{words.asTable}</summary>
        <AirTable items={items} />
      </details>
    </section>
  );
}

const editionName = (standard: EditionChange['after']): string =>
  standard === null ? texts.value.air.noEdition : `${nameIn(standard.title)} (${standard.version})`;

function Bar(props: {
  readonly item: AirQualityIndex;
  readonly top: number;
  readonly isPicked: boolean;
  readonly change: EditionChange | undefined;
  readonly onPick: (from: number) => void;
}) {
  const { item, top, isPicked, change, onPick } = props;
  const { index, category } = item;
  const words = texts.value.air;
  const said = index === null ? words.noIndex : `${words.aqi} ${indexText(item)}`;
  const beyond = item.isBeyondScale && words.beyondScale;
  const name = [periodText(item, timeZone.value), said, beyond, category && nameIn(category.title)]
    .filter(Boolean)
    .join(', ');
  return (
    <label class="air-bar" data-changes={change !== undefined} title={name}>
      <input
        type="radio"
        name="air-period"
        class="visually-hidden"
        aria-label={name}
        checked={isPicked}
        onChange={() => onPick(item.from)}
      />
      {change && <span class="air-bar-change">{change.after?.version ?? words.noEdition}</span>}
      <span class="air-bar-track">
        <span class="air-bar-number">{indexText(item)}</span>
        {category && index !== null && (
          <span
            class="air-bar-fill"
            style={{
              height: `calc((100% - 15px) * ${Math.min(1, index / top)})`,
              background: category.colour,
              color: classInk(category.colour),
            }}
          >
            {category.level}
          </span>
        )}
      </span>
      <span class="air-bar-time" data-tick={isTick(item, timeZone.value)}>
        {axisText(item, timeZone.value)}
      </span>
    </label>
  );
}

function AirTable({ items }: { readonly items: readonly AirQualityIndex[] }) {
  const words = texts.value.air;
  return (
    <table>
      <thead>
        <tr>
          <th>{words.time}</th>
          <th class="number">{words.aqi}</th>
          <th>{words.class}</th>
          <th>{words.primary}</th>
          <th class="wide-only">{words.edition}</th>
        </tr>
      </thead>
      <tbody>
        {items.toReversed().map((item) => (
          <tr key={item.from}>
            <td>
              <time>{periodText(item, timeZone.value)}</time>
            </td>
            <td class="number">{indexText(item)}</td>
            <td>
              {item.category && (
                <>
                  <LevelMark level={item.category.level} /> {nameIn(item.category.title)}
                </>
              )}
            </td>
            <td>{item.primary.map(propertyTitle).join(texts.value.listComma)}</td>
            <td class="wide-only">{item.standard?.version ?? words.noEdition}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
