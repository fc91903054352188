import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import type { Property } from '../../model/property.ts';
import { createSeriesNumbering, emptyColumns, type PackedReadings } from './packed-readings.ts';

/**
 * Runs a query whose ten columns are those of a reading. Integers are read as DOUBLE, which is exact up to 2^53 and
 * needs no conversion from BigInt.
 */
export async function readPacked(
  connection: DuckDBConnection,
  sql: string,
  values: Record<string, DuckDBValue> = {},
): Promise<PackedReadings> {
  const result = await connection.runAndReadAll(sql, values);
  const [devices, channels, properties, zones, ...numbers] = result.getColumns() as [
    string[],
    string[],
    Property[],
    (string | null)[],
    ...number[][],
  ];
  const columns = emptyColumns(result.currentRowCount);
  const numbering = createSeriesNumbering();
  for (let row = 0; row < columns.count; row += 1) {
    columns.seriesOf[row] = numbering.numberOf({
      deviceId: devices[row] as string,
      channel: channels[row] as string,
      property: properties[row] as Property,
      zoneId: zones[row] ?? null,
    });
  }
  const { observedAt, receivedAt, value, level, reasons, offset } = columns;
  for (const [at, column] of [observedAt, receivedAt, value, level, reasons, offset].entries()) {
    column.set(numbers[at] ?? []);
  }
  return { ...columns, series: numbering.series };
}
