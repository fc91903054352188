import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { textAsScalar } from '../model/text-as-scalar.ts';

interface KeyTypes {
  readonly properties?: Readonly<Record<string, { readonly type?: string }>>;
}

/**
 * Validates requests. Unknown keys are refused and not ignored: a misspelt filter must not give an unfiltered answer.
 */
export const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const checker = Compile(schema);
  return (input: unknown) => {
    // Values of a JSON body have types already.
    const value = httpPart === 'body' ? input : typed(input, schema);
    return checker.Check(value) ? { value } : { error: checker.Errors(value) };
  };
};

/** Converts the values of a URL, which are all strings, to the types in the schema. */
function typed(input: unknown, { properties }: KeyTypes): unknown {
  const values = Object.entries(Object(input)).map(([key, value]) => {
    return [key, typeof value === 'string' ? textAsScalar(value, properties?.[key]?.type) : value];
  });
  return Object.fromEntries(values);
}
