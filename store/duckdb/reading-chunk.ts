import { BIGINT, DOUBLE, DuckDBDataChunk, USMALLINT, UTINYINT, VARCHAR } from '@duckdb/node-api';
import duckdb, { type Vector } from '@duckdb/node-bindings';
import type { PackedReadings } from './packed-readings.ts';

const TYPES = [VARCHAR, VARCHAR, VARCHAR, VARCHAR, BIGINT, BIGINT, DOUBLE, UTINYINT, USMALLINT, BIGINT];
/** DuckDB's vector size: a chunk has at most so many rows. */
const MAX_ROWS = 2048;
/** A `duckdb_string_t` in 32-bit words. */
const TEXT_WORDS = 4;
const WORD = 2 ** 32;

/** A data chunk that is filled repeatedly with rows of the same readings. */
export interface ReadingChunk {
  /**
   * Fills the chunk with the rows from `rows[first]` on, up to its size. The chunk is valid until the next call; `next`
   * is the index of the first row that was left.
   */
  fill(rows: readonly number[], first: number): { readonly chunk: DuckDBDataChunk; readonly next: number };
}

/**
 * Writes into the memory of DuckDB's vectors, column by column. The client library would allocate an object for each
 * cell and call DuckDB for each string, which was most of the cost of a row; here each different string is passed once.
 */
export function createReadingChunk(packed: PackedReadings): ReadingChunk {
  const chunk = DuckDBDataChunk.create(TYPES, MAX_ROWS);
  const vectors = TYPES.map((_, column) => duckdb.data_chunk_get_vector(chunk.chunk, column));
  const { series, seriesOf } = packed;
  const texts = [
    series.map(({ deviceId }) => deviceId),
    series.map(({ channel }) => channel),
    series.map(({ property }) => property),
    series.map(({ zoneId }) => zoneId),
  ].map((column, place) => handOver(vectors[place] as Vector, column));
  const hasNoZone = series.some(({ zoneId }) => zoneId === null);
  if (hasNoZone) duckdb.vector_ensure_validity_writable(vectors[3] as Vector);

  const words = new Uint32Array(MAX_ROWS * TEXT_WORDS);
  const doubles = new Float64Array(MAX_ROWS);
  const bytes = new Uint8Array(MAX_ROWS);
  const shorts = new Uint16Array(MAX_ROWS);
  const validity = new Uint8Array(MAX_ROWS / 8);

  function copy(column: number, from: Uint32Array | Float64Array | Uint8Array | Uint16Array, items: number): void {
    const source = from.buffer as ArrayBuffer;
    duckdb.copy_data_to_vector(vectors[column] as Vector, 0, source, 0, items * from.BYTES_PER_ELEMENT);
  }

  return {
    fill(rows, first) {
      const count = Math.min(MAX_ROWS, rows.length - first);
      const rowAt = (place: number) => rows[first + place] as number;
      texts.forEach((handles, column) => {
        for (let place = 0; place < count; place += 1) {
          const from = (seriesOf[rowAt(place)] as number) * TEXT_WORDS;
          const to = place * TEXT_WORDS;
          for (let word = 0; word < TEXT_WORDS; word += 1) words[to + word] = handles[from + word] as number;
        }
        copy(column, words, count * TEXT_WORDS);
      });
      if (hasNoZone) {
        validity.fill(0xff);
        for (let place = 0; place < count; place += 1) {
          if (series[seriesOf[rowAt(place)] as number]?.zoneId !== null) continue;
          validity[place >> 3] = (validity[place >> 3] as number) & ~(1 << (place & 7));
        }
        duckdb.copy_data_to_vector_validity(vectors[3] as Vector, 0, validity.buffer, 0, validity.byteLength);
      }
      const wholes = (column: number, from: Float64Array): void => {
        for (let place = 0; place < count; place += 1) {
          const value = from[rowAt(place)] as number;
          const high = Math.floor(value / WORD);
          words[place * 2] = value - high * WORD;
          words[place * 2 + 1] = high;
        }
        copy(column, words, count * 2);
      };
      wholes(4, packed.observedAt);
      wholes(5, packed.receivedAt);
      for (let place = 0; place < count; place += 1) {
        doubles[place] = packed.value[rowAt(place)] as number;
        bytes[place] = packed.level[rowAt(place)] as number;
        shorts[place] = packed.reasons[rowAt(place)] as number;
      }
      copy(6, doubles, count);
      copy(7, bytes, count);
      copy(8, shorts, count);
      wholes(9, packed.offset);
      chunk.rowCount = count;
      return { chunk, next: first + count };
    },
  };
}

/**
 * Copies each different string into the vector's own memory, which lives as long as the vector. Returns the
 * `duckdb_string_t` (DuckDB's C API) of each series' string as 32-bit words: its length, then the string itself when it
 * has up to twelve bytes, or else its first bytes and its address.
 */
function handOver(vector: Vector, texts: readonly (string | null)[]): Uint32Array {
  const handles = new Uint32Array(texts.length * TEXT_WORDS);
  const known = new Map<string, Uint32Array>();
  texts.forEach((text, series) => {
    if (text === null) return;
    let handle = known.get(text);
    if (handle === undefined) {
      duckdb.vector_assign_string_element(vector, 0, text);
      const { buffer, byteOffset } = duckdb.vector_get_data(vector, TEXT_WORDS * 4);
      handle = new Uint32Array(buffer, byteOffset, TEXT_WORDS).slice();
      known.set(text, handle);
    }
    handles.set(handle, series * TEXT_WORDS);
  });
  return handles;
}
