import type { FastifyRequest } from 'fastify';

/** How a list is sent: as a JSON document, or row by row as CSV or as JSON lines (NDJSON). */
export type RowFormat = 'json' | 'csv' | 'ndjson';

/** Content type of each format that is sent row by row. */
export const ROW_TYPES = { csv: 'text/csv', ndjson: 'application/x-ndjson' } as const;

const FORMATS: Readonly<Record<string, RowFormat>> = {
  'text/csv': 'csv',
  'application/x-ndjson': 'ndjson',
  'application/ndjson': 'ndjson',
  'application/json': 'json',
  'application/*': 'json',
  '*/*': 'json',
};

/** The format that the header `Accept` prefers (RFC 9110, 12.5.1); JSON where it names none of them, or two alike. */
export function rowFormatOf({ headers: { accept = '*/*' } }: Pick<FastifyRequest, 'headers'>): RowFormat {
  let [best, bestWeight]: [RowFormat, number] = ['json', 0];
  for (const range of accept.split(',')) {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const format = FORMATS[type];
    const weight = Number(parameters.find((each) => each.startsWith('q='))?.slice(2) ?? 1);
    const isBetter = weight > bestWeight || (weight === bestWeight && format === 'json');
    if (format !== undefined && weight > 0 && isBetter) [best, bestWeight] = [format, weight];
  }
  return best;
}
