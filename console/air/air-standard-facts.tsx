import type { AirQualityIndex } from '../../model/air-quality.ts';
import type { StandardEdition } from '../../model/standard-edition.ts';
import { formatSource } from '../format/source.ts';
import { language, nameIn, texts } from '../texts/language.ts';
import { editionBehind } from './editions.ts';

/** The standard and edition that an index was computed by: dates in force, legal status and source. */
export function AirStandardFacts(props: {
  readonly item: AirQualityIndex;
  readonly editions: readonly StandardEdition[];
}) {
  const { standard } = props.item;
  const { air: words, alerts } = texts.value;
  if (standard === null) {
    return (
      <section class="air-standard">
        <h3>{words.judgedBy}</h3>
        <p>{words.noEditionThen}</p>
      </section>
    );
  }
  const edition = editionBehind(props.editions, standard);
  return (
    <section class="air-standard">
      <h3>{words.judgedBy}</h3>
      <p class="air-standard-name">{nameIn(standard.title)}</p>
      <p>
        {words.editionLine(standard.version)} <InForce standard={standard} />
      </p>
      <p>
        <span class="mark">{alerts.standardStatus[standard.status]}</span>
        {edition?.toCheck && <span class="mark">{alerts.toCheck}</span>}
      </p>
      {edition && (
        <p class="source">
          {alerts.source}
          {texts.value.colon}
          {formatSource(edition.source, language.value)}
        </p>
      )}
    </section>
  );
}

function InForce(props: { readonly standard: NonNullable<AirQualityIndex['standard']> }) {
  const { effectiveFrom, effectiveUntil } = props.standard;
  const words = texts.value.air;
  if (effectiveFrom === null && effectiveUntil === null) return null;
  const text =
    effectiveUntil === null
      ? words.inForceSince(effectiveFrom ?? '')
      : effectiveFrom === null
        ? words.inForceUntil(effectiveUntil)
        : words.inForce(effectiveFrom, effectiveUntil);
  // Non-breaking hyphens keep a date on one line.
  return <span class="dim">({text.replaceAll('-', '\u2011')})</span>;
}
