import { type Static, Type } from 'typebox';
import type { Property } from '../model/property.ts';
import type { ApiDeps } from './deps.ts';
import { requireDevice } from './known-names.ts';
import { momentKey, momentOf } from './moment.ts';
import { ApiProblem } from './problem.ts';
import { Id, PropertyName } from './schemas/parts.ts';
import { zoneSubtree } from './zone-subtree.ts';

const HOUR_MILLIS = 3_600_000;

/** The query keys of what a question is about; each route takes those that it can answer. */
export const QUESTION_KEYS = {
  device: Type.Optional(Id),
  channel: Type.Optional(Id),
  property: Type.Optional(PropertyName),
  zone: Type.Optional(Type.String({ description: 'This zone and all zones below it.', minLength: 1, maxLength: 300 })),
  from: momentKey('Inclusive; default: an hour before `until`.'),
  until: momentKey('Exclusive; default: now in city time.'),
};

/** Values of those keys. */
type Keys = { readonly [K in keyof typeof QUESTION_KEYS]?: Static<(typeof QUESTION_KEYS)[K]> | undefined };

/** What a question is about, checked, with the names of the store's interface; what is absent does not restrict. */
export interface Question {
  readonly deviceId?: string;
  readonly channel?: string;
  readonly property?: Property;
  readonly zoneIds?: readonly string[];
}

/** A half-open interval [from, until), milliseconds since 1970. */
export interface TimeRange {
  readonly from: number;
  readonly until: number;
}

/** What a question is about. Throws a 400 for names that do not exist. */
export function questionOf(keys: Keys, deps: Pick<ApiDeps, 'registry' | 'documents'>): Question {
  const { device, channel, property, zone } = keys;
  requireDevice(deps, device);
  const zoneIds = zoneSubtree(deps.registry(), zone);
  return {
    ...(device === undefined ? {} : { deviceId: device }),
    ...(channel === undefined ? {} : { channel }),
    ...(property === undefined ? {} : { property }),
    ...(zoneIds === undefined ? {} : { zoneIds: [...zoneIds] }),
  };
}

/** The ends of a range of time as they are given. Throws a 400 for what is no instant, and where it is empty. */
export function endsOf(keys: Pick<Keys, 'from' | 'until'>): Partial<TimeRange> {
  const [from, until] = [momentOf(keys.from, 'from'), momentOf(keys.until, 'until')];
  if (from !== undefined && until !== undefined && from >= until) throw emptyRange(from, until);
  return { ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }) };
}

/**
 * The range of time of a question: by default it ends now in city time, and begins an hour before its end. Null while
 * the city has no time.
 */
export function timeRangeOf(keys: Pick<Keys, 'from' | 'until'>, cityTime: number | null): TimeRange | null {
  const ends = endsOf(keys);
  // The end is exclusive, and the newest reading may be of the present millisecond.
  const until = ends.until ?? (cityTime === null ? undefined : cityTime + 1);
  if (until === undefined) return null;
  const from = ends.from ?? until - HOUR_MILLIS;
  if (from >= until) throw emptyRange(from, until);
  return { from, until };
}

const emptyRange = (from: number, until: number): ApiProblem =>
  new ApiProblem(400, `from (${from}) must lie before until (${until}).`, 'from');
