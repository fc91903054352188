import type { ExtensionStatus, SinkProgress } from '../../model/city-status.ts';
import type { Freshness } from '../live/freshness.ts';
import type { Unknown } from '../live/unknowns.ts';
import type { Texts } from '../texts/en.ts';
import { formatDuration } from './duration.ts';
import { formatCount } from './number.ts';

/** What a text about freshness needs, in one language. */
export interface FreshnessWords {
  readonly texts: Texts;
  /** City time of the data on the page; '' when there is none. */
  readonly clock: string;
  readonly zoneName: (zoneId: string) => string;
}

/** The banner over the page. */
export interface FreshnessText {
  readonly text: string;
  /** The same for screen readers: without the numbers that change each second. */
  readonly spoken: string;
  /** Error text of the failing part, in English. */
  readonly detail: string | null;
}

/** So many zones or extensions are named; the others are counted. */
const MOST_NAMED = 3;

/** Text of the banner; null: no banner. */
export function freshnessText(freshness: Freshness, words: FreshnessWords): FreshnessText | null {
  const { texts, clock } = words;
  const phrases = texts.freshness;
  const outdated = (text: string, spoken = text): FreshnessText => ({
    text: `${text}${texts.sentenceSpace}${phrases.seen(clock)}`,
    spoken,
    detail: null,
  });
  const duration = (millis: number): string => formatDuration(millis, texts.duration);
  switch (freshness.is) {
    case 'lost':
      return outdated(phrases.lost);
    case 'past':
      return outdated(phrases.past(duration(freshness.forMillis)), phrases.pastShort);
    case 'gateway-away':
      return outdated(phrases.gatewayAway);
    case 'no-tick':
      return outdated(phrases.noTick(duration(freshness.forMillis)), phrases.noTickShort);
    case 'catching-up':
      return outdated(
        freshness.records === null
          ? phrases.catchingUpFor(duration(freshness.forMillis))
          : phrases.catchingUp(duration(freshness.forMillis), formatCount(freshness.records)),
        '',
      );
    case 'clock-held': {
      const off = duration(Math.abs(freshness.aheadMillis));
      const held = freshness.aheadMillis > 0 ? phrases.clockHeldAhead(off) : phrases.clockHeldBehind(off);
      const todo = freshness.isTimeKnown ? phrases.clockHeldRight : phrases.clockHeldUnknown;
      const text = `${held}${texts.sentenceSpace}${todo}`;
      return { text, spoken: text, detail: null };
    }
    case 'clock-slewing':
      return { text: phrases.clockSlewing, spoken: phrases.clockSlewing, detail: null };
    case 'sinks-behind': {
      const names = freshness.sinks.map(({ name }) => sinkName(name, texts)).join(texts.listComma);
      const detail = freshness.sinks.find(({ trouble }) => trouble !== null)?.trouble ?? null;
      const listed = freshness.sinks.map((sink) => sinkText(sink, texts)).join(texts.listComma);
      return { text: phrases.sinksBehind(listed), spoken: phrases.sinksBehind(names), detail };
    }
    case 'extensions-off': {
      const text = offText(freshness.extensions, words);
      const detail =
        freshness.extensions.find((each) => !isSwitched(each) && each.lastError !== null)?.lastError ?? null;
      return { text, spoken: text, detail };
    }
    default:
      return null;
  }
}

/** Text of an empty list of alerts. */
export function noAlertText(unknowns: readonly Unknown[], words: FreshnessWords): string {
  const { texts, clock, zoneName } = words;
  const phrases = texts.freshness;
  if (unknowns.length === 0) return phrases.quiet;
  const sentences = [phrases.noneKnown];
  for (const unknown of unknowns) {
    if (unknown.is === 'past') sentences.push(phrases.seen(clock));
    if (unknown.is === 'no-devices') sentences.push(phrases.noDevices);
    if (unknown.is === 'silent' || unknown.is === 'never') {
      const { is, count, known } = unknown;
      sentences.push(phrases[is](formatCount(count), formatCount(known), count === 1));
    }
  }
  const places = unknowns.flatMap((unknown) =>
    unknown.is === 'not-watched' ? [phrases.notWatchedPlace(zoneName(unknown.zoneId), unknown.scenarioId)] : [],
  );
  if (places.length > 0) sentences.push(phrases.notWatched(named(places, texts)));
  const off = unknowns.flatMap((unknown) => (unknown.is === 'off' ? [unknown.extension] : []));
  if (off.length > 0) sentences.push(offText(off, words));
  return sentences.join(texts.sentenceSpace);
}

function named(all: readonly string[], texts: Texts): string {
  const shown = all.slice(0, MOST_NAMED);
  const rest = all.length - shown.length;
  return (rest > 0 ? [...shown, texts.freshness.more(rest)] : shown).join(texts.listComma);
}

function sinkText({ name, behindRecords, behindSeconds }: SinkProgress, texts: Texts): string {
  const phrases = texts.freshness;
  if (behindRecords === null) return phrases.sink(sinkName(name, texts), phrases.sinkNotKnown);
  const records = formatCount(behindRecords);
  const amount =
    behindRecords === 0
      ? phrases.sinkTakesNothing
      : behindSeconds === null
        ? phrases.sinkRecords(records)
        : phrases.sinkFor(formatDuration(behindSeconds * 1000, texts.duration), records);
  return phrases.sink(sinkName(name, texts), amount);
}

/** Name of a sink in the page's language; a destination is a kind and a name, such as `webhook:duty`. */
function sinkName(name: string, { freshness }: Texts): string {
  const [kind = name, ...rest] = name.split(':');
  return [freshness.sinks[kind] ?? kind, ...rest].join(' ');
}

/** Whether a person switched it off. */
const isSwitched = ({ user }: ExtensionStatus): boolean => user !== null && user !== 'citynerve';

/** What is off, by who switched it off; what went off after errors comes first. */
function offText(off: readonly ExtensionStatus[], words: FreshnessWords): string {
  const { texts } = words;
  const listed = (all: readonly ExtensionStatus[]) =>
    named(
      all.map((each) => extensionText(each, words)),
      texts,
    );
  const failed = off.filter((each) => !isSwitched(each));
  const byUser = Map.groupBy(off.filter(isSwitched), ({ user }) => user ?? '');
  return [
    ...(failed.length > 0 ? [texts.freshness.extensionsOff(listed(failed))] : []),
    ...[...byUser].map(([user, all]) => texts.freshness.switchedOff(user, listed(all))),
  ].join(texts.sentenceSpace);
}

function extensionText({ kind, id, zoneId }: ExtensionStatus, { texts, zoneName }: FreshnessWords): string {
  const phrases = texts.freshness;
  const kindName = phrases.kinds[kind] ?? kind;
  return zoneId === null ? phrases.extension(kindName, id) : phrases.extensionIn(kindName, id, zoneName(zoneId));
}
