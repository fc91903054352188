import { Instant } from '../schemas/parts.ts';

/** A column of a table: where its value stands in a row of JSON, and whether it is an instant. */
export interface Column {
  readonly path: readonly string[];
  readonly isInstant: boolean;
}

/**
 * The columns of a list, from the JSON Schema of one item: one for each field, and for each field of an object in it
 * (`quality.level`). What has no fixed fields (lists, maps, geometry) is one column.
 */
export function columnsOf(itemSchema: unknown, path: readonly string[] = []): readonly Column[] {
  const schema = withoutNull(itemSchema);
  const fields = recordAt(schema, 'properties');
  if (fields !== null) return Object.entries(fields).flatMap(([name, field]) => columnsOf(field, [...path, name]));
  return [{ path, isInstant: descriptionOf(schema) === descriptionOf(Instant) }];
}

/** The schema of one item of the list at `key` of a response schema; null: there is none. */
export function itemSchemaOf(responseSchema: unknown, key: string): unknown {
  const list = recordAt(recordAt(responseSchema, 'properties'), key);
  return list === null ? null : (list['items'] ?? null);
}

const descriptionOf = (schema: unknown): unknown => (isRecord(schema) ? schema['description'] : undefined);

/** Whether a value is an object with keys. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function recordAt(value: unknown, key: string): Readonly<Record<string, unknown>> | null {
  const found = isRecord(value) ? value[key] : null;
  return isRecord(found) ? found : null;
}

/** Of "something or null" the something. */
function withoutNull(schema: unknown): unknown {
  const choices = isRecord(schema) ? schema['anyOf'] : undefined;
  if (!Array.isArray(choices)) return schema;
  const others: readonly unknown[] = choices.filter(
    (choice: unknown) => !isRecord(choice) || choice['type'] !== 'null',
  );
  return others.length === 1 ? others[0] : schema;
}
