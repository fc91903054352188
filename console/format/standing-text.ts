import type { ExtensionStatus, SinkProgress } from '../../model/city-status.ts';
import type { Standing } from '../live/standing.ts';
import type { Unknown } from '../live/unknowns.ts';
import type { Texts } from '../texts/en.ts';
import { formatDuration } from './duration.ts';
import { formatCount } from './number.ts';

/** What a text about the city's standing is made with. */
export interface StandingWords {
  readonly texts: Texts;
  /** City time of what is seen; '' when there is none. */
  readonly clock: string;
  readonly zoneName: (zoneId: string) => string;
}

/** The line over the page. */
export interface StandingText {
  readonly text: string;
  /** The same without what changes each second, for whoever has it read out. */
  readonly spoken: string;
  /** What the failing part said, in English. */
  readonly detail: string | null;
}

/** So many places or parts are named; the others are counted. */
const MOST_NAMED = 3;

/** What the line over the page says; null: there is nothing to say. */
export function standingText(standing: Standing, words: StandingWords): StandingText | null {
  const { texts, clock } = words;
  const say = texts.standing;
  const old = (text: string, spoken = text): StandingText => ({
    text: `${text}${texts.sentenceSpace}${say.seen(clock)}`,
    spoken,
    detail: null,
  });
  const duration = (millis: number): string => formatDuration(millis, texts.duration);
  switch (standing.is) {
    case 'lost':
      return old(say.lost);
    case 'past':
      return old(say.past(duration(standing.forMillis)), say.pastShort);
    case 'gateway-away':
      return old(say.gatewayAway);
    case 'no-tick':
      return old(say.noTick(duration(standing.forMillis)), say.noTickShort);
    case 'catching-up':
      return old(say.catchingUp(duration(standing.forMillis), formatCount(standing.records)), '');
    case 'sinks-behind': {
      const names = standing.sinks.map(({ name }) => sinkName(name, texts)).join(texts.listComma);
      const detail = standing.sinks.find(({ trouble }) => trouble !== null)?.trouble ?? null;
      const listed = standing.sinks.map((sink) => sinkText(sink, texts)).join(texts.listComma);
      return { text: say.sinksBehind(listed), spoken: say.sinksBehind(names), detail };
    }
    case 'extensions-off': {
      const text = offText(standing.extensions, words);
      const detail =
        standing.extensions.find((each) => !isSwitched(each) && each.lastError !== null)?.lastError ?? null;
      return { text, spoken: text, detail };
    }
    default:
      return null;
  }
}

/** What is said where no alert is listed. */
export function noAlertText(unknowns: readonly Unknown[], words: StandingWords): string {
  const { texts, clock, zoneName } = words;
  const say = texts.standing;
  if (unknowns.length === 0) return say.quiet;
  const sentences = [say.noneKnown];
  for (const unknown of unknowns) {
    if (unknown.is === 'past') sentences.push(say.seen(clock));
    if (unknown.is === 'no-devices') sentences.push(say.noDevices);
    if (unknown.is === 'silent' || unknown.is === 'never') {
      const { is, count, known } = unknown;
      sentences.push(say[is](formatCount(count), formatCount(known), count === 1));
    }
  }
  const places = unknowns.flatMap((unknown) =>
    unknown.is === 'not-watched' ? [say.notWatchedPlace(zoneName(unknown.zoneId), unknown.scenarioId)] : [],
  );
  if (places.length > 0) sentences.push(say.notWatched(named(places, texts)));
  const off = unknowns.flatMap((unknown) => (unknown.is === 'off' ? [unknown.extension] : []));
  if (off.length > 0) sentences.push(offText(off, words));
  return sentences.join(texts.sentenceSpace);
}

function named(all: readonly string[], texts: Texts): string {
  const shown = all.slice(0, MOST_NAMED);
  const rest = all.length - shown.length;
  return (rest > 0 ? [...shown, texts.standing.more(rest)] : shown).join(texts.listComma);
}

function sinkText({ name, behindRecords, behindSeconds }: SinkProgress, texts: Texts): string {
  const say = texts.standing;
  const records = formatCount(behindRecords);
  const amount =
    behindRecords === 0
      ? say.sinkTakesNothing
      : behindSeconds === null
        ? say.sinkRecords(records)
        : say.sinkFor(formatDuration(behindSeconds * 1000, texts.duration), records);
  return say.sink(sinkName(name, texts), amount);
}

/** A destination is named after its kind and by whoever set it up: `webhook:duty`. */
function sinkName(name: string, { standing }: Texts): string {
  const [kind = name, ...rest] = name.split(':');
  return [standing.sinks[kind] ?? kind, ...rest].join(' ');
}

/** Whether a person switched it off. */
const isSwitched = ({ offBy, user }: ExtensionStatus): boolean =>
  user !== null && (offBy === 'person' || (offBy === 'amendment' && user !== 'citynerve'));

/** What is off, by who switched it off; what went off after errors comes first. */
function offText(off: readonly ExtensionStatus[], words: StandingWords): string {
  const { texts } = words;
  const listed = (all: readonly ExtensionStatus[]) =>
    named(
      all.map((each) => extensionText(each, words)),
      texts,
    );
  const failed = off.filter((each) => !isSwitched(each));
  const byUser = Map.groupBy(off.filter(isSwitched), ({ user }) => user ?? '');
  return [
    ...(failed.length > 0 ? [texts.standing.extensionsOff(listed(failed))] : []),
    ...[...byUser].map(([user, all]) => texts.standing.switchedOff(user, listed(all))),
  ].join(texts.sentenceSpace);
}

function extensionText({ kind, id, zoneId }: ExtensionStatus, { texts, zoneName }: StandingWords): string {
  const say = texts.standing;
  const kindName = say.kinds[kind] ?? kind;
  return zoneId === null ? say.extension(kindName, id) : say.extensionIn(kindName, id, zoneName(zoneId));
}
