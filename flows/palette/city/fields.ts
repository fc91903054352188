/** A JSON object that is not validated yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** Narrows to an object that is not a list. */
export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The string under a key; null: none. */
export function textOf(fields: Fields, key: string): string | null {
  const value = fields[key];
  return typeof value === 'string' ? value : null;
}

/** The number under a key; null: none. */
export function numberOf(fields: Fields, key: string): number | null {
  const value = fields[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** The objects of the array under a key; other elements are left out. */
export function listOf(fields: Fields, key: string): readonly Fields[] {
  const value = fields[key];
  return Array.isArray(value) ? value.filter(isFields) : [];
}

/** The object under a key; an empty one: none. */
export function fieldsOf(fields: Fields, key: string): Fields {
  const value = fields[key];
  return isFields(value) ? value : {};
}

/** A text in both languages; `fallback` for a missing one. */
export function bothLanguages(
  fields: Fields,
  key: string,
  fallback: string,
): { readonly en: string; readonly zh: string } {
  const both = fieldsOf(fields, key);
  const en = textOf(both, 'en') ?? fallback;
  return { en, zh: textOf(both, 'zh') ?? en };
}
