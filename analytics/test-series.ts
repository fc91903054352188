import type { FoldEvent } from '../model/fold.ts';
import { isProperty, type Property } from '../model/property.ts';
import { GOOD, type Quality, worsen } from '../model/quality.ts';
import type { Reading } from '../model/reading.ts';

/** 2026-07-01T00:00:00Z; minutes of a series count from here. */
export const SERIES_START = 1_782_864_000_000;
const MINUTE_MILLIS = 60_000;

interface Sample {
  readonly value: number;
  readonly released: Quality;
}

/** One line of a series text: a device, its zone, and a value (or none) per minute. */
export interface Series {
  readonly property: Property;
  readonly deviceId: string;
  readonly zoneId: string;
  readonly samples: readonly (Sample | null)[];
}

const QUALITIES: Readonly<Record<string, Quality>> = {
  '?': worsen(GOOD, 'suspect', 'jump'),
  '!': worsen(GOOD, 'bad', 'out-of-range'),
};

/**
 * Parses lines like `rain.depth@gauge-1/cell  0 0..4x5 9x3 _x2 60?  every 1m`: a value, a ramp over a number of minutes
 * (`0..4x5`), repetitions (`9x3`), no reading (`_`), a reading that is suspect in event time (`?`), or out of range at
 * arrival (`!`). `#` begins a comment.
 */
export function parseSeries(text: string): readonly Series[] {
  return text
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [head = '', ...tokens] = line.replace(/\s+every 1m$/, '').split(/\s+/);
      const [property = '', deviceId = '', zoneId = ''] = head.split(/[@/]/);
      if (!isProperty(property)) throw new Error(`series text: unknown property in "${line}"`);
      return { property, deviceId, zoneId, samples: tokens.flatMap(samplesOf) };
    });
}

function samplesOf(token: string): readonly (Sample | null)[] {
  const match = /^(_|-?[\d.]+?)(?:\.\.(-?[\d.]+))?([?!])?(?:x(\d+))?$/.exec(token);
  if (match === null) throw new Error(`series text: cannot read "${token}"`);
  const [, first = '', last = first, mark = '', repeats = '1'] = match;
  const count = Number(repeats);
  return Array.from({ length: count }, (_, index) => {
    if (first === '_') return null;
    const share = count === 1 ? 0 : index / (count - 1);
    const value = Number((Number(first) + (Number(last) - Number(first)) * share).toPrecision(6));
    return { value, released: QUALITIES[mark] ?? GOOD };
  });
}

/**
 * The events of a series as the pipeline would emit them: per minute arrivals, released readings, estimates, watermark.
 */
export function seriesEvents(series: readonly Series[]): readonly FoldEvent[] {
  const minutes = Math.max(...series.map(({ samples }) => samples.length));
  const events: FoldEvent[] = [];
  for (let minute = 1; minute <= minutes; minute += 1) {
    const at = SERIES_START + minute * MINUTE_MILLIS;
    const readings = series.flatMap((each, index) => readingsAt(each, minute, at, minute * 100 + index));
    for (const [reading] of readings) events.push({ type: 'arrival', reading });
    for (const [, released] of readings)
      events.push({ type: 'released', reading: released, offset: minute * 100 + 99 });
    for (const [, released] of readings) events.push(...stateOf(released));
    events.push({ type: 'watermark', at, offset: minute * 100 + 99, receivedAt: at + 10_000 });
  }
  return events;
}

function readingsAt(series: Series, minute: number, at: number, offset: number): readonly [Reading, Reading][] {
  const sample = series.samples[minute - 1];
  if (!sample) return [];
  const { property, deviceId, zoneId } = series;
  const channel = property.split('.')[1] ?? '';
  const { value } = sample;
  const reading: Reading = {
    deviceId,
    channel,
    property,
    zoneId,
    observedAt: at,
    receivedAt: at + 500,
    value,
    quality: sample.released.level === 'bad' ? sample.released : GOOD,
    offset,
  };
  return [[reading, { ...reading, quality: sample.released }]];
}

/** The estimate from one device alone: its value; none for a bad reading. */
export function stateOf(reading: Reading): readonly FoldEvent[] {
  const { deviceId, channel, property, zoneId, observedAt, value, quality, offset } = reading;
  if (quality.level === 'bad' || zoneId === null) return [];
  const contributors = [{ deviceId, channel, observedAt, value, quality: quality.level, offset }];
  return [
    { type: 'state', state: { zoneId, property, at: observedAt, value, uncertainty: 1, contributors, setAside: [] } },
  ];
}
