import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { findDelimiter } from './find-delimiter.ts';
import type { Row } from './row-reader.ts';

/** A data row with its number (from 1, the header does not count); `row` is null where the line is no CSV. */
interface NumberedRow {
  readonly number: number;
  readonly row: Row | null;
}

/** An opened file of rows. */
export interface CsvRows {
  readonly totalBytes: number;
  /** Bytes read from disk so far, before unpacking. */
  bytesRead(): number;
  rows(): AsyncGenerator<NumberedRow>;
}

/** The file does not match the map. */
export class ReplayFileError extends Error {
  override readonly name = 'ReplayFileError';
}

/**
 * Opens a CSV file, gzip or plain (by its first bytes), with cells separated by commas, semicolons or tabs; rows are
 * read and checked on demand.
 */
export async function openCsvRows(file: string, requiredColumns: readonly string[]): Promise<CsvRows> {
  const found = await stat(file);
  if (!found.isFile()) throw new ReplayFileError(`${file} is a folder; name a file of rows`);
  const { size } = found;
  const isPacked = await startsLikeGzip(file);
  let bytes = 0;
  return {
    totalBytes: size,
    bytesRead: () => bytes,
    async *rows() {
      const delimiter = findDelimiter(await firstLine(file, isPacked));
      const source = createReadStream(file);
      source.on('data', (chunk) => {
        bytes += chunk.length;
      });
      const parser = parse({
        delimiter,
        bom: true,
        relax_column_count: true,
        relax_quotes: true,
        skip_empty_lines: true,
      });
      // The parser ends with the error of the stream that failed: the loop below throws it.
      if (isPacked) pipeline(source, createGunzip(), parser, () => {});
      else pipeline(source, parser, () => {});
      try {
        yield* numberRows(parser as AsyncIterable<string[]>, file, requiredColumns);
      } finally {
        source.destroy();
        parser.destroy();
      }
    },
  };
}

async function* numberRows(
  records: AsyncIterable<string[]>,
  file: string,
  requiredColumns: readonly string[],
): AsyncGenerator<NumberedRow> {
  let header: readonly string[] | null = null;
  let number = 0;
  for await (const record of records) {
    if (!header) {
      header = record.map((name) => name.trim());
      const lacking = requiredColumns.filter((column) => !header?.includes(column));
      if (lacking.length > 0) {
        throw new ReplayFileError(`${file} has no column ${lacking.join(', ')}; it has ${header.join(', ')}`);
      }
      continue;
    }
    number += 1;
    const isWhole = record.length === header.length;
    const row = isWhole ? Object.fromEntries(header.map((name, index) => [name, record[index] ?? ''])) : null;
    yield { number, row };
  }
}

/** The header line of the file, or what the first chunk has of it. */
async function firstLine(file: string, isPacked: boolean): Promise<string> {
  const source = createReadStream(file);
  const text = isPacked ? pipeline(source, createGunzip(), () => {}) : source;
  try {
    for await (const chunk of text as AsyncIterable<Buffer>) return chunk.toString('utf8').split(/\r?\n/, 1)[0] ?? '';
    return '';
  } finally {
    source.destroy();
  }
}

async function startsLikeGzip(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}
