import { type Static, type TSchema, Type } from 'typebox';
import { PROPERTIES, type Property } from '../../model/property.ts';

/** A string from a closed list. */
export const oneOf = <T extends string>(values: readonly T[], description = '') =>
  Type.Unsafe<T>({ type: 'string', enum: [...values], ...(description === '' ? {} : { description }) });

/** A read-only array. */
export const listOf = <T extends TSchema>(items: T) => Type.Unsafe<readonly Static<T>[]>(Type.Array(items));

/** A value or null. */
export const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** A JSON object with any keys and values of one kind. */
export const mapOf = <T extends TSchema>(values: T) =>
  Type.Unsafe<Readonly<Record<string, Static<T>>>>({ type: 'object', additionalProperties: values });

/** Milliseconds since 1970, UTC, city time. */
export const Instant = Type.Integer({
  description: 'Milliseconds since 1970, UTC, city time.',
  minimum: -8.64e15,
  maximum: 8.64e15,
});
/** An offset in the journal. */
export const Offset = Type.Integer({ description: 'Journal offset.', minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
/** An id of a device, zone, model or alert. */
export const Id = Type.String({ minLength: 1, maxLength: 300 });
/** A property of the catalogue. */
export const PropertyName = oneOf(Object.keys(PROPERTIES) as Property[], 'Property of the catalogue.');
/** Where the page before ended. */
export const Cursor = Type.Optional(
  Type.String({ minLength: 1, maxLength: 2000, description: 'Opaque; from `next` of the page before.' }),
);
/** Address of the next page. */
export const NextPage = orNull(
  Type.String({ description: 'Address of the next page, as in the header `link` (RFC 8288); null: this is the last.' }),
);
/** The range of time that a list is of; a default is resolved. */
export const RANGE_ENDS = {
  from: orNull(
    Type.Integer({ description: 'Begin of the range, inclusive, milliseconds since 1970; null: not bounded.' }),
  ),
  until: orNull(
    Type.Integer({ description: 'End of the range, exclusive, milliseconds since 1970; null: not bounded.' }),
  ),
};
/** The same text for both languages of the console. */
export const BothLanguages = Type.Object({ en: Type.String(), zh: Type.String() });

/** An object that has no other keys. */
export const closed = <T extends Record<string, TSchema>>(keys: T) =>
  Type.Object(keys, { additionalProperties: false });
