import type { FastifyRequest } from 'fastify';

/** How a list is sent: as a JSON document, or row by row as CSV or as JSON lines (NDJSON). */
export type RowFormat = 'json' | 'csv' | 'ndjson';

/** Content type of each format that is sent row by row. */
export const ROW_TYPES = { csv: 'text/csv', ndjson: 'application/x-ndjson' } as const;

/** The names of each format, in the order in which they are preferred where the header has no preference. */
const NAMES: readonly (readonly [RowFormat, readonly string[]])[] = [
  ['json', ['application/json']],
  ['csv', [ROW_TYPES.csv]],
  ['ndjson', [ROW_TYPES.ndjson, 'application/ndjson']],
];

/** A range of types in `Accept`, e.g. `text/*;q=0.5`. */
interface MediaRange {
  readonly range: string;
  readonly weight: number;
}

/** How much a format is wanted: `weight` 0 to 1 of the range that fits best, and how precisely that names it. */
interface Wish {
  readonly format: RowFormat;
  readonly weight: number;
  readonly precision: number;
}

/**
 * The format that the header `Accept` prefers (RFC 9110, 12.5.1): the one of the greatest weight, where the most
 * precise range counts; of equal weights one that is named goes before one that only a wildcard allows. Where the
 * header allows none, JSON, as every other response is.
 */
export function rowFormatOf({ headers: { accept = '*/*' } }: Pick<FastifyRequest, 'headers'>): RowFormat {
  const ranges = accept.split(',').map(mediaRangeOf);
  const wishes = NAMES.map(([format, names]) => wishFor(format, names, ranges));
  const [best] = wishes.sort((one, other) => other.weight - one.weight || other.precision - one.precision);
  return best !== undefined && best.weight > 0 ? best.format : 'json';
}

function mediaRangeOf(text: string): MediaRange {
  const [range = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const weight = Number(parameters.find((each) => each.startsWith('q='))?.slice(2) ?? 1);
  return { range, weight: Number.isFinite(weight) ? weight : 0 };
}

function wishFor(format: RowFormat, names: readonly string[], ranges: readonly MediaRange[]): Wish {
  let best: Wish = { format, weight: 0, precision: -1 };
  for (const { range, weight } of ranges) {
    const precision = precisionOf(range, names);
    if (precision > best.precision) best = { format, weight, precision };
  }
  return best;
}

/** 2: the range names the format; 1: its kind, as `text/*` does; 0: anything; -1: it does not fit. */
function precisionOf(range: string, names: readonly string[]): number {
  if (names.includes(range)) return 2;
  if (range === '*/*') return 0;
  return range.endsWith('/*') && names.some((name) => name.startsWith(range.slice(0, -1))) ? 1 : -1;
}
